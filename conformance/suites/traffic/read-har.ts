import { z } from 'zod';
import { UsageError } from '../../engine/filter.js';
import { Keyring } from './keyring.js';
import { readBody } from './read-body.js';
import { redactedMessage, newSocket } from './record.js';
import type { TracedCall, TracedSocket, Sent, Trace } from './trace.js';

const pairs = z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]);
const entry = z.looseObject({
  startedDateTime: z.string(),
  time: z.number().default(0),
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    headers: pairs,
    postData: z
      .looseObject({
        mimeType: z.string().default(''),
        text: z.string().optional(),
        params: z
          .array(
            z.looseObject({
              name: z.string(),
              value: z.string().optional(),
              fileName: z.string().optional(),
              contentType: z.string().optional(),
            }),
          )
          .optional(),
      })
      .optional(),
  }),
  response: z.looseObject({
    status: z.number(),
    headers: pairs,
    content: z
      .looseObject({
        mimeType: z.string().optional(),
        text: z.string().optional(),
        encoding: z.string().optional(),
      })
      .optional(),
  }),
  /** Written by Chromium. */
  _webSocketMessages: z
    .array(
      z.looseObject({
        type: z.enum(['send', 'receive']),
        time: z.number(),
        opcode: z.number(),
        data: z.string(),
      }),
    )
    .optional(),
});
const har = z.looseObject({ log: z.looseObject({ entries: z.array(entry) }) });
type HarEntry = z.output<typeof entry>;

/** The paths of the API; a HAR holds the traffic of a whole page. */
const apiPaths = /^\/(\/?v1\/|watch-stream\/|subscribe\/)/;

/** Reads a HAR 1.2 document, as browsers save it. Throws UsageError for other documents. */
export async function readHar(text: string, source: string): Promise<Trace> {
  const parsed = har.safeParse(parse(text, source));
  if (!parsed.success) throw new UsageError(`${source} is not a HAR file:\n${z.prettifyError(parsed.error)}`);
  const keys = new Keyring();
  const entries = parsed.data.log.entries
    .filter(({ request }) => URL.canParse(request.url) && apiPaths.test(new URL(request.url).pathname))
    .sort((a, b) => Date.parse(a.startedDateTime) - Date.parse(b.startedDateTime));
  const trace: Trace = { source, kind: 'har', calls: [], connections: [] };
  for (const [index, each] of entries.entries()) {
    const socket = /^wss?:/.test(each.request.url) || each._webSocketMessages !== undefined;
    if (socket) trace.connections.push(connection(each, keys, index + 1));
    else trace.calls.push(await call(each, keys, index + 1));
  }
  return trace;
}

async function call(
  { request, response, startedDateTime, time }: HarEntry,
  keys: Keyring,
  n: number,
): Promise<TracedCall> {
  const url = new URL(request.url);
  const headers = mapOf(request.headers);
  const at = Date.parse(startedDateTime);
  const { path, credential } = keys.read(url.pathname + url.search, headers);
  const sent = await bodyOf(request.postData);
  const answer = answerOf(response.content);
  const etag = mapOf(response.headers)['etag'];
  return {
    n,
    at,
    endedAt: at + time,
    method: request.method,
    origin: url.origin,
    path,
    headers: keys.headers(headers),
    ...(credential ? { credential } : {}),
    ...(sent ? { sent: keys.redact(sent) as Sent } : {}),
    status: response.status,
    ...(answer === undefined ? {} : { answer: keys.redact(answer) }),
    ...(etag === undefined ? {} : { etag: keys.text(etag) }),
  };
}

function connection(
  { request, response, startedDateTime, time, _webSocketMessages = [] }: HarEntry,
  keys: Keyring,
  n: number,
): TracedSocket {
  const url = new URL(request.url);
  const at = Date.parse(startedDateTime);
  const made = newSocket(url.pathname + url.search, mapOf(request.headers), keys, n, at);
  return {
    ...made,
    origin: url.origin,
    ...(time > 0 ? { endedAt: at + time } : {}),
    ...(response.status === 101 || response.status === 0 ? {} : { refused: response.status }),
    messages: _webSocketMessages.flatMap(({ type, time: seconds, opcode, data }) => {
      const message = opcode === 1 ? parse(data, '') : undefined;
      if (typeof message !== 'object' || message === null) return [];
      const from = type === 'send' ? ('client' as const) : ('server' as const);
      return [{ at: seconds * 1000, from, ...redactedMessage(message as Record<string, unknown>, keys) }];
    }),
  };
}

async function bodyOf(post: HarEntry['request']['postData']): Promise<Sent | undefined> {
  if (!post) return undefined;
  if (post.params && post.params.length > 0) {
    return {
      fields: post.params.map(({ name, value, fileName, contentType }) =>
        fileName === undefined
          ? { name, value: value ?? '' }
          : { name, file: { name: fileName, type: contentType ?? '', size: value?.length ?? 0 } },
      ),
    };
  }
  return readBody(post.mimeType, Buffer.from(post.text ?? ''));
}

function answerOf(content: HarEntry['response']['content']): unknown {
  if (!content?.text || !/json/.test(content.mimeType ?? '')) return undefined;
  return parse(
    content.encoding === 'base64' ? Buffer.from(content.text, 'base64').toString() : content.text,
    '',
  );
}

const mapOf = (list: { name: string; value: string }[]) =>
  Object.fromEntries(list.map(({ name, value }) => [name.toLowerCase(), value]));

/** JSON, or undefined; a UsageError when the text is that of a file. */
function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (file === '') return undefined;
    throw new UsageError(`${file} is not JSON, so it is not a HAR file.`, { cause });
  }
}
