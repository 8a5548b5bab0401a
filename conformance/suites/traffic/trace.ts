/** The traffic of a client, from a recording proxy, a HAR file or the journal of a mock server. */
export interface Trace {
  /** URL or file that it was read from. */
  source: string;
  kind: 'recording' | 'har' | 'journal';
  /** When a recording ended or a journal was read, which may be long after the last call. */
  until?: number;
  /** HTTP exchanges in the order they began. */
  calls: TracedCall[];
  /** WebSocket connections in the order they were opened. */
  connections: TracedSocket[];
}

/** One request and its answer. Credentials are replaced by names: see `Credential`. */
export interface TracedCall {
  /** Position in the trace, from 1. */
  n: number;
  /** Milliseconds since 1970, when the request began. */
  at: number;
  /** When the answer was complete. */
  endedAt: number;
  method: string;
  /** Origin of the address the client used, where it is known. */
  origin?: string;
  /** Path and query, redacted. */
  path: string;
  /** Header names in lower case, redacted. Absent where the source does not record them. */
  headers?: Record<string, string>;
  credential?: Credential;
  /** JSON, or form fields. */
  sent?: Sent;
  /** 0 when no answer came. */
  status: number;
  /** The JSON of the answer; credentials in it are named like those in requests. */
  answer?: unknown;
  /** ETag of the answer. */
  etag?: string;
}

/** A key by kind and name, never by its text. */
export interface Credential {
  kind: 'account' | 'client-token' | 'jwt';
  /** The same for the same key, e.g. `key-1`. */
  name: string;
  where: 'header' | 'query';
}

/** A request body that could be read. */
export interface Sent {
  json?: unknown;
  fields?: { name: string; value?: string; file?: { name: string; type: string; size: number } }[];
}

export interface TracedSocket {
  /** Position in the trace, from 1; counted with the calls. */
  n: number;
  at: number;
  endedAt?: number;
  origin?: string;
  path: string;
  headers?: Record<string, string>;
  credential?: Credential;
  model?: string;
  /** Status with which the upgrade was refused. */
  refused?: number;
  messages: TracedMessage[];
  /** Close code, and who closed; 1006 when the connection broke. */
  closed?: { by: 'client' | 'server'; code: number };
}

/** One JSON message of a connection; other frames are left out. */
export interface TracedMessage {
  at: number;
  from: 'client' | 'server';
  type: string;
  /** The whole message, with long strings cut and credentials replaced by names. */
  body: Record<string, unknown>;
}

/** What the path of a call means. */
export interface Meaning {
  operation:
    | 'submit'
    | 'status'
    | 'content'
    | 'process'
    | 'upload'
    | 'file'
    | 'delete-file'
    | 'mint'
    | 'resolve'
    | 'quota'
    | 'ticket'
    | 'poll-ticket'
    | 'create-session'
    | 'candidates'
    | 'other';
  /** Model, job, file or ticket. */
  name?: string;
}

const routes: [string, RegExp, Meaning['operation']][] = [
  ['GET', /^\/v1\/jobs\/([^/]+)$/, 'status'],
  ['GET', /^\/v1\/jobs\/([^/]+)\/content$/, 'content'],
  ['POST', /^\/v1\/jobs\/([^/]+)$/, 'submit'],
  ['POST', /^\/v1\/generate\/([^/]+)$/, 'process'],
  ['POST', /^\/v1\/files$/, 'upload'],
  ['GET', /^\/v1\/files\/([^/]+)$/, 'file'],
  ['DELETE', /^\/v1\/files\/([^/]+)$/, 'delete-file'],
  ['POST', /^\/v1\/client\/tokens$/, 'mint'],
  ['POST', /^\/v1\/models\/resolve$/, 'resolve'],
  ['GET', /^\/v1\/realtime\/quota$/, 'quota'],
  ['POST', /^\/v1\/queues\/[^/]+\/tickets$/, 'ticket'],
  ['POST', /^\/v1\/queues\/[^/]+\/tickets\/([^/]+)\/poll$/, 'poll-ticket'],
  ['POST', /^\/v1\/realtime\/sessions$/, 'create-session'],
  ['PATCH', /^\/v1\/realtime\/sessions\/([^/]+)$/, 'candidates'],
];

/** Reads a path. Repeated slashes, as some SDKs send, count as one. */
export function meaningOf(call: Pick<TracedCall, 'method' | 'path'>): Meaning {
  const path = (call.path.split('?')[0] ?? '').replace(/\/{2,}/g, '/');
  for (const [method, pattern, operation] of routes) {
    const found = call.method === method ? pattern.exec(path) : null;
    if (found) return found[1] === undefined ? { operation } : { operation, name: decoded(found[1]) };
  }
  return { operation: 'other' };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
