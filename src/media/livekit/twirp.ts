import type { IncomingMessage, ServerResponse } from 'node:http';

/** A protobuf message, as the protocol package makes it. */
export interface TwirpMessage {
  toBinary(): Uint8Array;
  toJsonString(options: { emitDefaultValues: boolean; useProtoFieldName: boolean }): string;
}

/** The class of a protobuf message. */
interface MessageType<M> {
  fromBinary(bytes: Uint8Array): M;
  fromJsonString(text: string, options: { ignoreUnknownFields: boolean }): M;
}

/** A method of a service: reads its request and runs it for a caller. */
export interface TwirpMethod<Caller> {
  run(body: TwirpBody, caller: Caller): TwirpMessage | Promise<TwirpMessage>;
}

export interface TwirpBody {
  readonly format: 'json' | 'protobuf';
  readonly bytes: Buffer;
}

/** Twirp's error codes that are used here, with their HTTP status (Twirp specification v7). */
const STATUS = {
  malformed: 400,
  invalid_argument: 400,
  unauthenticated: 401,
  not_found: 404,
  bad_route: 404,
  failed_precondition: 412,
  internal: 500,
  unimplemented: 501,
  unavailable: 503,
} as const;

/** A call failed; sent as `{"code", "msg", "meta"?}`. */
export class TwirpError extends Error {
  override readonly name = 'TwirpError';

  constructor(
    readonly code: keyof typeof STATUS,
    message: string,
    readonly meta?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** A caller whose token is no use; `message` is the body of the 401 answer, plain text. */
export class UnreadableCallerError extends Error {
  override readonly name = 'UnreadableCallerError';
}

const MAX_BODY_BYTES = 1 << 20;

/** Declares a method by the type of its request. */
export const twirpMethod = <Caller, Request>(
  type: MessageType<Request>,
  run: (request: Request, caller: Caller) => TwirpMessage | Promise<TwirpMessage>,
): TwirpMethod<Caller> => ({
  run: ({ format, bytes }, caller) => run(read(type, format, bytes), caller),
});

/** Answers a request for a method of a service, in JSON or protobuf. Never rejects. */
export async function serveTwirp<Caller>(
  request: IncomingMessage,
  response: ServerResponse,
  authenticate: () => Promise<Caller>,
  methods: Readonly<Record<string, TwirpMethod<Caller>>>,
): Promise<void> {
  try {
    const caller = await authenticate();
    const { method, format } = route(request, methods);
    const answer = await method.run({ format, bytes: await readBytes(request) }, caller);
    if (format === 'protobuf') send(response, 200, 'application/protobuf', answer.toBinary());
    else sendJson(response, 200, answer.toJsonString({ emitDefaultValues: true, useProtoFieldName: true }));
  } catch (error) {
    // The rest of a body, unread, would block the next request on the connection (RFC 9112, 9.3).
    request.resume();
    if (error instanceof UnreadableCallerError)
      send(response, 401, 'text/plain; charset=utf-8', error.message);
    else sendError(response, error);
  }
}

function route<Caller>(
  { method: verb, url = '', headers }: IncomingMessage,
  methods: Readonly<Record<string, TwirpMethod<Caller>>>,
): { method: TwirpMethod<Caller>; format: TwirpBody['format'] } {
  const { pathname } = new URL(url, 'http://host');
  const invalid = (problem: string): TwirpError =>
    new TwirpError('bad_route', problem, { twirp_invalid_route: `${verb} ${pathname}` });
  if (verb !== 'POST') throw invalid(`unsupported method "${verb}" (only POST is allowed)`);
  const type = headers['content-type'] ?? '';
  const name = pathname.split('/').at(-1) ?? '';
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) throw invalid(`no handler for path "${pathname}"`);
  const media = type.split(';')[0]?.trim().toLowerCase();
  if (media === 'application/json') return { method, format: 'json' };
  if (media === 'application/protobuf') return { method, format: 'protobuf' };
  throw invalid(`unexpected Content-Type: "${type}"`);
}

function read<Request>(type: MessageType<Request>, format: TwirpBody['format'], bytes: Buffer): Request {
  try {
    return format === 'protobuf'
      ? type.fromBinary(bytes)
      : type.fromJsonString(bytes.toString('utf8'), { ignoreUnknownFields: true });
  } catch {
    throw new TwirpError('malformed', `the ${format} request could not be decoded`);
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new TwirpError('invalid_argument', `the request has more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendError(response: ServerResponse, error: unknown): void {
  const { code, message, meta } =
    error instanceof TwirpError ? error : new TwirpError('internal', `The mock failed: ${String(error)}`);
  sendJson(response, STATUS[code], JSON.stringify({ code, msg: message, ...(meta && { meta }) }));
}

const sendJson = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, 'application/json', text);

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
