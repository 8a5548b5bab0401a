import type { RelayedReply, RelayedRequest } from '../traffic/relay-http.js';
import type { MutantCall, MutantChange } from './mutant.js';

/** Alters an answer of the original server. */
export type Edit = (reply: RelayedReply, call: MutantCall) => void;

/** Forwards the request, then alters the answer. */
export const edit =
  (...edits: Edit[]): MutantChange =>
  async (call) => {
    const reply = await call.forward();
    for (const each of edits) each(reply, call);
    return reply;
  };

/** Answers JSON without forwarding. */
export const answer =
  (status: number, json: unknown): MutantChange =>
  async () => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(json)),
  });

/** A 422 in the form of FastAPI. */
export const refuse = (loc: string, status = 422): MutantChange =>
  answer(status, { detail: [{ type: 'value_error', loc: loc.split('.'), msg: 'Value error', input: null }] });

export const status =
  (code: number): Edit =>
  (reply) =>
    void (reply.status = code);

export const header =
  (name: string, value: string): Edit =>
  (reply) =>
    void (reply.headers[name] = value);

export const noHeader =
  (name: string): Edit =>
  (reply) =>
    void delete reply.headers[name];

/** Alters the JSON body; other answers are unchanged. */
export const json =
  (alter: (body: Record<string, unknown>, call: MutantCall) => unknown): Edit =>
  (reply, call) => {
    const body = readJson(reply);
    if (body === undefined) return;
    setBody(reply, JSON.stringify(alter(body, call) ?? body));
  };

/** Sets a field of the JSON body. */
export const set = (name: string, value: unknown): Edit => json((body) => ({ ...body, [name]: value }));

/** Removes a field of the JSON body. */
export const drop = (name: string): Edit => json((body) => void delete body[name]);

/** Renames a field of the JSON body. */
export const rename = (from: string, to: string): Edit =>
  json(({ [from]: value, ...rest }) => ({ ...rest, [to]: value }));

/** Only when the answer is a success. */
export const ifOk =
  (...edits: Edit[]): Edit =>
  (reply, call) => {
    if (reply.status < 300) for (const each of edits) each(reply, call);
  };

/** Only when the answer has this status. */
export const ifStatus =
  (code: number, ...edits: Edit[]): Edit =>
  (reply, call) => {
    if (reply.status === code) for (const each of edits) each(reply, call);
  };

/** Removes the entries about a location from a 422, as if that field were valid. */
export const dropDetail = (loc: string): Edit =>
  ifStatus(
    422,
    json((body) => {
      const detail = Array.isArray(body['detail']) ? (body['detail'] as { loc?: unknown[] }[]) : [];
      return { ...body, detail: detail.filter((each) => !each.loc?.join('.').startsWith(loc)) };
    }),
  );

export const bytes =
  (alter: (body: Buffer) => Buffer): Edit =>
  (reply) => {
    reply.body = alter(reply.body);
    delete reply.headers['content-length'];
  };

/** Alters the request before it is forwarded. */
export const editRequest =
  (alter: (request: RelayedRequest, call: MutantCall) => RelayedRequest): MutantChange =>
  (call) =>
    call.forward(alter(call.request, call));

/** Alters the JSON of the request. */
export const editRequestJson = (alter: (body: Record<string, unknown>) => unknown): MutantChange =>
  editRequest((request) => {
    const body = (parse(request.body) ?? {}) as Record<string, unknown>;
    const headers = { ...request.headers, 'content-type': 'application/json' };
    return { ...request, headers, body: Buffer.from(JSON.stringify(alter(body))) };
  });

/** Replaces text, of any length, in the body of the request. */
export const replaceInRequest = (from: string, to: string): MutantChange =>
  editRequest((request) => ({ ...request, body: replaced(request.body, from, to) }));

/** Adds a field to the multipart body of the request. */
export const addRequestField = (name: string, value: string): MutantChange =>
  editRequest((request) => {
    const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(request.headers['content-type'] ?? '');
    const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
    const part = `${mark}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    return { ...request, body: Buffer.concat([Buffer.from(part), request.body]) };
  });

/** The request with another key. */
export const withKeyOf = (request: RelayedRequest, key: string): RelayedRequest => ({
  ...request,
  headers: { ...request.headers, 'x-api-key': key },
});

/** The JSON object of an answer, or undefined. */
export function readJson(reply: RelayedReply): Record<string, unknown> | undefined {
  const body = parse(reply.body);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
}

export function setBody(reply: RelayedReply, text: string): void {
  reply.body = Buffer.from(text);
  delete reply.headers['content-length'];
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return undefined;
  }
}

function replaced(body: Buffer, from: string, to: string): Buffer {
  const place = body.indexOf(from);
  if (place < 0) return body;
  return Buffer.concat([body.subarray(0, place), Buffer.from(to), body.subarray(place + from.length)]);
}
