import { z } from 'zod';
import { controlHeaders } from '../../targets/control-headers.js';
import { UsageError } from '../../engine/filter.js';
import { redactedMessage, imageSizeText } from './record.js';
import { Keyring } from './keyring.js';
import type { TracedCall, TracedSocket, TracedMessage, Sent, Trace } from './trace.js';

const entry = z.looseObject({
  seq: z.number(),
  at: z.iso.datetime(),
  kind: z.enum(['http', 'ws', 'world']),
  operation: z.string(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.number().optional(),
  model: z.string().optional(),
  sessionId: z.string().optional(),
  request: z.unknown().optional(),
  response: z.unknown().optional(),
  detail: z
    .looseObject({
      direction: z.enum(['in', 'out']).optional(),
      type: z.string().optional(),
      close: z.number().optional(),
      stage: z.string().optional(),
      reason: z.string().optional(),
    })
    .optional(),
});
const journal = z.looseObject({ entries: z.array(entry) });
type JournalLine = z.output<typeof entry>;
const now = z.looseObject({ now: z.iso.datetime() });
const refusal = z.looseObject({ error: z.looseObject({ message: z.string() }) });
const address = z.record(z.string(), z.string());

/**
 * Reads the journal of one account from a mock server. It records no headers and removes credentials, so rules about
 * those are not applicable; its times are those of the account's clock. Throws UsageError when it cannot be read.
 */
export async function readJournal(url: string, key: string, controlToken?: string): Promise<Trace> {
  const base = url.replace(/\/+$/, '');
  const headers = controlHeaders(key, controlToken);
  const response = await fetch(`${base}/_mock/journal`, { headers }).catch((cause: unknown) => {
    throw new UsageError(`Nothing answers at ${base}. Is the mock server running?`, { cause });
  });
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = journal.safeParse(body);
  if (!parsed.success) {
    const { data: refused } = refusal.safeParse(body);
    if (response.status === 401 && refused) {
      throw new UsageError(
        `${base} refused the journal: ${refused.error.message} Pass it with --control-token.`,
      );
    }
    throw new UsageError(
      `${base}/_mock/journal answered ${response.status} without a journal. Is it a decart-mock server?\n${z.prettifyError(parsed.error)}`,
    );
  }
  const clockResponse = await fetch(`${base}/_mock/clock`, { headers });
  const clock = now.safeParse(await clockResponse.json().catch(() => undefined));
  const trace = traceOf(parsed.data.entries, base);
  return clock.success ? { ...trace, until: Date.parse(clock.data.now) } : trace;
}

function traceOf(entries: readonly JournalLine[], source: string): Trace {
  const keys = new Keyring();
  const trace: Trace = { source, kind: 'journal', calls: [], connections: [] };
  const sessions = new Map<string, TracedSocket>();
  const overHttp = new Set<string>();
  for (const each of entries) {
    if (each.kind === 'http') trace.calls.push(call(each, keys));
    const { close, stage } = each.detail ?? {};
    const id = each.sessionId ?? `refused ${each.seq}`;
    if (stage === 'admitted' && each.path === undefined) overHttp.add(id);
    const opens = !overHttp.has(id) && (each.kind === 'ws' || stage === 'admitted');
    if (opens && !sessions.has(id)) sessions.set(id, opened(each));
    const connection = sessions.get(id);
    if (!connection || each.kind === 'http') continue;
    if (each.kind === 'ws') connection.messages.push(...messageOf(each, keys));
    if (stage === 'closed') end(connection, each, closedBy(each.detail?.reason ?? ''));
    if (close !== undefined) end(connection, each, { by: 'server', code: close });
  }
  trace.connections.push(...sessions.values());
  return trace;
}

/** A connection from its first entry, which has the address unless the journal dropped it. */
function opened({
  seq,
  at,
  path = '/v1/stream',
  model,
  request,
  kind,
  sessionId,
}: JournalLine): TracedSocket {
  const parsed = kind === 'world' || sessionId === undefined ? address.safeParse(request) : undefined;
  const query = parsed?.success ? parsed.data : {};
  // The name that was requested, not the model it resolves to: only here does a deprecated name show.
  const requested = query['model'] ?? model;
  const search = new URLSearchParams(query).toString();
  return {
    n: seq,
    at: Date.parse(at),
    path: search === '' ? path : `${path}?${search}`,
    ...(requested === undefined ? {} : { model: requested }),
    messages: [],
  };
}

function messageOf({ at, detail, request, response }: JournalLine, keys: Keyring): TracedMessage[] {
  const incoming = detail?.direction === 'in';
  const body = incoming ? request : response;
  if (typeof body !== 'object' || body === null) return [];
  const from = incoming ? ('client' as const) : ('server' as const);
  const message = redactedMessage(body as Record<string, unknown>, keys);
  const picture = /^\[(\d+) characters\]$/.exec(String((body as { image_data?: unknown }).image_data))?.[1];
  if (picture !== undefined) message.body['image_data'] = imageSizeText(Number(picture));
  return [{ at: Date.parse(at), from, ...message }];
}

function end(
  connection: TracedSocket,
  { at }: JournalLine,
  closed: NonNullable<TracedSocket['closed']>,
): void {
  connection.endedAt = Date.parse(at);
  connection.closed = closed;
}

/** Who ended a session, from the reason in the journal. */
function closedBy(reason: string): NonNullable<TracedSocket['closed']> {
  if (reason === 'client_ended') return { by: 'client', code: 1000 };
  if (reason === 'connection lost') return { by: 'client', code: 1006 };
  return { by: 'server', code: Number(/^closed (\d+)$/.exec(reason)?.[1] ?? 1006) };
}

/** The journal has a form as fields by name, and files as lists of {filename, mime, size}. */
function call(each: JournalLine, keys: Keyring): TracedCall {
  const at = Date.parse(each.at);
  const form = /^\/v1\/(jobs|generate|files)/.test(each.path ?? '') && each.method === 'POST';
  const sent =
    each.request === undefined || each.request === null
      ? undefined
      : form
        ? fields(each.request)
        : { json: each.request };
  return {
    n: each.seq,
    at,
    endedAt: at,
    method: each.method ?? 'GET',
    path: each.path ?? '',
    ...(sent ? { sent: keys.redact(sent) as Sent } : {}),
    status: each.status ?? 0,
    ...(each.response === undefined ? {} : { answer: keys.redact(each.response) }),
  };
}

const file = z.array(
  z.looseObject({ filename: z.string().optional(), mime: z.string().optional(), size: z.number() }),
);

function fields(request: unknown): Sent | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  return {
    fields: Object.entries(request).flatMap(([name, value]): NonNullable<Sent['fields']> => {
      const files = file.safeParse(value);
      if (!files.success) return [value].flat().map((each: unknown) => ({ name, value: String(each) }));
      return files.data.map((one) => ({
        name,
        file: { name: one.filename ?? '', type: one.mime ?? '', size: one.size },
      }));
    }),
  };
}
