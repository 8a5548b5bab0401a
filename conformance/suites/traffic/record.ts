import { Keyring } from './keyring.js';
import { readBody } from './read-body.js';
import { startRelay, type Relay, type RelayHooks } from '../../traffic/relay.js';
import type { SocketHook } from '../../traffic/relay-socket.js';
import type { TracedCall, TracedSocket, Trace } from './trace.js';

/** A relay that records what passes. */
export interface Recording extends Relay {
  /** What was recorded so far. */
  trace(): Trace;
}

export interface RecordingOptions {
  port?: number;
  onCall?: (call: TracedCall) => void;
  /** A connection was refused, or has ended. */
  onConnection?: (connection: TracedSocket) => void;
}

/** A trace in the making. */
interface TraceRecorder {
  trace: Trace;
  keys: Keyring;
  /** The number of the next call or connection. */
  next: () => number;
  options: RecordingOptions;
}

/**
 * Starts a recording proxy in front of a target. Clients use its URL instead of the target's, for HTTP and for
 * WebSockets. Media of a realtime session do not pass through it.
 */
export async function record(target: string, options: RecordingOptions = {}): Promise<Recording> {
  let n = 0;
  const trace: Trace = { source: target, kind: 'recording', calls: [], connections: [] };
  const recorder: TraceRecorder = { trace, keys: new Keyring(), next: () => ++n, options };
  const hooks = { socket: socketRecorder(recorder), http: callRecorder(recorder) };
  const relay = await startRelay(target, hooks, options.port);
  return {
    ...relay,
    trace: () => trace,
    close: async () => {
      await relay.close();
      trace.until = Date.now();
    },
  };
}

function socketRecorder({ trace, keys, next, options }: TraceRecorder): SocketHook {
  return (pair) => {
    const connection: TracedSocket = {
      ...newSocket(pair.path, pair.headers, keys, next()),
      origin: originOf('ws', pair.host, pair.headers),
    };
    trace.connections.push(connection);
    return {
      refused: (status) => {
        connection.refused = status;
        connection.endedAt = Date.now();
        options.onConnection?.(connection);
      },
      frame: (frame) => {
        const message = frame.binary ? undefined : parse(frame.data);
        if (message)
          connection.messages.push({ at: Date.now(), from: frame.from, ...redactedMessage(message, keys) });
        return [frame];
      },
      ended: (end) => {
        connection.endedAt = Date.now();
        connection.closed = { by: end.by, code: end.code };
        options.onConnection?.(connection);
        return end;
      },
    };
  };
}

function callRecorder({ trace, keys, next, options }: TraceRecorder): NonNullable<RelayHooks['http']> {
  return async (request, forward) => {
    const { path, credential } = keys.read(request.path, request.headers);
    const sent = await readBody(request.headers['content-type'] ?? '', request.body);
    const call: TracedCall = {
      n: next(),
      at: Date.now(),
      endedAt: 0,
      method: request.method,
      path,
      headers: keys.headers(request.headers),
      origin: originOf('http', request.host, request.headers),
      ...(credential ? { credential } : {}),
      ...(sent ? { sent: keys.redact(sent) as typeof sent } : {}),
      status: 0,
    };
    trace.calls.push(call);
    try {
      const reply = await forward(request);
      call.status = reply.status;
      const json = /json/.test(reply.headers['content-type'] ?? '') ? parseAny(reply.body) : undefined;
      if (json !== undefined) call.answer = keys.redact(json);
      if (reply.headers['etag'] !== undefined) call.etag = keys.text(reply.headers['etag']);
      return reply;
    } finally {
      call.endedAt = Date.now();
      options.onCall?.(call);
    }
  };
}

/** The origin that the client used. A proxy that ends TLS sets x-forwarded-proto. */
const originOf = (scheme: 'http' | 'ws', host: string, headers: Record<string, string>) =>
  `${scheme}${headers['x-forwarded-proto'] === 'https' ? 's' : ''}://${host}`;

/** A connection without messages yet. */
export function newSocket(
  requested: string,
  headers: Record<string, string>,
  keys: Keyring,
  n: number,
  at = Date.now(),
): TracedSocket {
  const { path, credential } = keys.read(requested, headers);
  const model = new URLSearchParams(requested.split('?', 2)[1] ?? '').get('model');
  return {
    n,
    at,
    path,
    headers: keys.headers(headers),
    ...(credential ? { credential } : {}),
    ...(model ? { model: keys.text(model) } : {}),
    messages: [],
  };
}

/** A message with long texts cut and an image replaced by its size. */
export function redactedMessage(
  message: Record<string, unknown>,
  keys: Keyring,
): { type: string; body: Record<string, unknown> } {
  const body = keys.redact(message) as Record<string, unknown>;
  const image = message['image_data'];
  if (typeof image === 'string') body['image_data'] = imageSizeText(image.length);
  const prompt = message['prompt'];
  if (typeof prompt === 'string') body['prompt'] = keys.text(prompt);
  return { type: typeof message['type'] === 'string' ? keys.text(message['type']) : '', body };
}

/** The size of an image in place of its base64. */
export const imageSizeText = (characters: number): string => `<${Math.floor((characters * 3) / 4)} bytes>`;

function parse(data: Buffer): Record<string, unknown> | undefined {
  const value = parseAny(data);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function parseAny(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString()) as unknown;
  } catch {
    return undefined;
  }
}
