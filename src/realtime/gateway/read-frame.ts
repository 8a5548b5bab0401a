import type { RawData } from 'ws';
import type { RealtimeClientMessage } from '../../contract/types.js';
import { realtimeClientMessage } from '../../contract/validation/realtime-schemas.js';
import { shorten } from '../../world/journal/redact.js';

export type ClientFrame =
  | { readonly kind: 'message'; readonly message: RealtimeClientMessage }
  /** JSON with a type that this server does not know; clients of other versions send some. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'bad'; readonly reason: string; readonly type?: string };

/** Characters kept of an unknown type; clients may send any. */
const MAX_TYPE = 100;

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);

/** Reads one WebSocket message. The reasons are our own words, and none of them stops an SDK's retries. */
export function readFrame(data: RawData, isBinary: boolean): ClientFrame {
  if (isBinary) return { kind: 'bad', reason: 'Messages must be text frames' };
  let json: unknown;
  try {
    json = JSON.parse(bytesOf(data).toString('utf8'));
  } catch {
    return { kind: 'bad', reason: 'Message is not JSON' };
  }
  if (typeof json !== 'object' || json === null || !('type' in json) || typeof json.type !== 'string')
    return { kind: 'bad', reason: 'Message has no type' };
  const { type } = json;
  const parsed = realtimeClientMessage.safeParse(json);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  const [issue] = parsed.error.issues;
  if (!issue || issue.path[0] === 'type') return { kind: 'unknown', type: shorten(type, MAX_TYPE) };
  const field = issue.path.filter((part) => typeof part === 'string').join('.');
  return { kind: 'bad', reason: `Field ${field} of the message is missing or malformed`, type };
}
