import { REDACTED } from '../../src/contract/redaction/mark.js';
import { isSecretName } from '../../src/contract/redaction/secret-names.js';
import { redact } from '../engine/redact.js';
import { quote } from './request-body.js';
import type { TracedExchange } from './trace.js';
import { sha256 } from '../engine/sha256.js';
import type { Recorded } from './recorded.js';

type Clean = (text: string) => string;

/** A recorded request as reports show it: redacted, capped, and as a curl command. */
export function exchangeOf(recorded: Recorded, key: string): TracedExchange {
  const clean = (text: string) => redact(text, [key]);
  const { status, answerHeaders, broken, clientLeft, endMs, chunks } = recorded;
  return {
    n: recorded.n,
    method: recorded.method,
    path: clean(recorded.path),
    requestHeaders: headersOf(recorded.headers, clean),
    ...(chunks.request.length === 0 ? {} : { requestBody: clean(bodyOf(recorded, clean)) }),
    curl: clean(curlOf(recorded, clean)),
    ...(status === undefined ? {} : { status }),
    ...(answerHeaders === undefined ? {} : { responseHeaders: headersOf(answerHeaders, clean) }),
    ...(recorded.frames.length === 0 ? {} : { responseBody: framesOf(recorded, clean) }),
    ...(chunks.answer.length === 0
      ? {}
      : { responseBody: clean(printable(answerHeaders?.['content-type'] ?? '', recorded.answer)) }),
    ...(broken === undefined && !clientLeft ? {} : { error: broken ?? 'the client disconnected first' }),
    atMs: Math.round(recorded.atMs),
    durationMs: endMs === undefined ? 0 : Math.round(endMs - recorded.atMs),
  };
}

function headersOf(
  headers: Record<string, string | string[] | undefined>,
  clean: Clean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isSecretName(name) ? REDACTED : clean(String(value)),
    ]),
  );
}

/** The text of a form field, cut. */
const valueOf = (name: string, text: string, clean: Clean): string =>
  isSecretName(name) ? REDACTED : clean(text).slice(0, 300);

function bodyOf(recorded: Recorded, clean: Clean): string {
  const parts = recorded.form;
  if (parts.length === 0) return printable(recorded.headers['content-type'] ?? '', recorded.body);
  return parts
    .map(({ name, filename, type, text, bytes }) =>
      filename === undefined
        ? `${name} = ${valueOf(name, text, clean)}`
        : `${name} = <${filename}, ${type ?? 'no type'}, ${bytes.length} bytes, sha256 ${sha256(bytes)}>`,
    )
    .join('\n');
}

function curlOf(recorded: Recorded, clean: Clean): string {
  const parts = recorded.form.map(({ name, filename, type, text }) =>
    filename === undefined
      ? `--form-string ${quote(`${name}=${valueOf(name, text, clean)}`)}`
      : `-F ${quote(`${name}=@${filename}${type === undefined ? '' : `;type=${type}`}`)}`,
  );
  const json = recorded.json === undefined ? [] : [`-d ${quote(JSON.stringify(recorded.json))}`];
  const type = recorded.headers['content-type'];
  return [
    `curl -sS -i -X ${recorded.method} "$DECART_BASE_URL"${quote(recorded.path)}`,
    ...('x-api-key' in recorded.headers ? ['-H "x-api-key: $DECART_API_KEY"'] : []),
    ...(parts.length === 0 && type !== undefined ? [`-H ${quote(`content-type: ${type}`)}`] : []),
    ...parts,
    ...json,
  ].join(' ');
}

/** The messages of a WebSocket, one a line: time, direction, text. */
function framesOf({ frames, closed, atMs }: Recorded, clean: Clean): string {
  const line = (at: number, from: string, text: string) =>
    `${String(Math.round(at - atMs)).padStart(6)} ms ${from === 'client' ? '>' : '<'} ${clean(text).slice(0, 500)}`;
  return [
    ...frames.map((frame) => line(frame.atMs, frame.from, frame.text)),
    ...(closed ? [line(closed.atMs, closed.by, `closes with ${closed.code} ${closed.reason}`)] : []),
  ].join('\n');
}

function printable(type: string, bytes: Uint8Array): string {
  if (/json|text|xml|urlencoded/.test(type)) return Buffer.from(bytes).toString('utf8').slice(0, 4000);
  return `<${bytes.length} bytes, sha256 ${sha256(bytes)}>`;
}
