import { Keyring } from './keyring.js';
import { readBody } from './read-body.js';
import { startRelay, type Relay } from '../../traffic/relay.js';
import type { SocketHook } from '../../traffic/relay-socket.js';
import type { TracedCall, TracedSocket, Trace } from './trace.js';

/** A relay that writes down what passes. */
export interface Recording extends Relay {
  /** What was seen until now. */
  trace(): Trace;
}

/**
 * Starts a recording proxy in front of a target. Clients use its URL in the place of the target's, for HTTP and for
 * WebSockets. Media of a realtime session do not pass through it.
 */
export async function record(
  target: string,
  options: {
    port?: number;
    onCall?: (call: TracedCall) => void;
    /** A connection was refused, or has ended. */
    onConnection?: (connection: TracedSocket) => void;
  } = {},
): Promise<Recording> {
  const keys = new Keyring();
  const trace: Trace = { source: target, kind: 'recording', calls: [], connections: [] };
  let n = 0;
  const socket: SocketHook = (pair) => {
    const connection: TracedSocket = {
      ...newSocket(pair.path, pair.headers, keys, ++n),
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
  const relay = await startRelay(
    target,
    {
      socket,
      http: async (request, forward) => {
        const { path, credential } = keys.read(request.path, request.headers);
        const sent = await readBody(request.headers['content-type'] ?? '', request.body);
        const call: TracedCall = {
          n: ++n,
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
          if (reply.headers['etag'] !== undefined) call.etag = reply.headers['etag'];
          return reply;
        } finally {
          call.endedAt = Date.now();
          options.onCall?.(call);
        }
      },
    },
    options.port,
  );
  return {
    ...relay,
    trace: () => trace,
    close: async () => {
      await relay.close();
      trace.until = Date.now();
    },
  };
}

/** The origin the client used; a front that ends TLS says so in a header. */
const originOf = (scheme: 'http' | 'ws', host: string, headers: Record<string, string>) =>
  `${scheme}${headers['x-forwarded-proto'] === 'https' ? 's' : ''}://${host}`;

/** A connection as it begins. */
export function newSocket(
  asked: string,
  headers: Record<string, string>,
  keys: Keyring,
  n: number,
  at = Date.now(),
): TracedSocket {
  const { path, credential } = keys.read(asked, headers);
  const model = new URLSearchParams(asked.split('?', 2)[1] ?? '').get('model');
  return {
    n,
    at,
    path,
    headers: keys.headers(headers),
    ...(credential ? { credential } : {}),
    ...(model ? { model } : {}),
    messages: [],
  };
}

/** A message with its long texts cut; the length of a picture is kept as `image_bytes`. */
export function redactedMessage(
  message: Record<string, unknown>,
  keys: Keyring,
): { type: string; body: Record<string, unknown> } {
  const body = keys.redact(message) as Record<string, unknown>;
  const picture = message['image_data'];
  if (typeof picture === 'string') body['image_data'] = imageSizeText(picture.length);
  const prompt = message['prompt'];
  if (typeof prompt === 'string') body['prompt'] = keys.text(prompt);
  return { type: typeof message['type'] === 'string' ? message['type'] : '', body };
}

/** How a picture of so many characters of base64 is told. */
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
