import type { RawData } from 'ws';
import type { RealtimeClientMessage } from '../../contract/types.js';
import { realtimeClientMessage } from '../../contract/validation/realtime-schemas.js';
import { shorten } from '../../contract/redaction/redact-value.js';

export type ClientFrame =
  | { readonly kind: 'message'; readonly message: RealtimeClientMessage }
  /** JSON with an unknown type, as clients of other versions send. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'invalid'; readonly problem: string; readonly type?: string };

/** Characters kept of an unknown type; clients may send any. */
const MAX_TYPE = 100;

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);

/** Reads one WebSocket message. The problems are our own words, chosen so that no SDK stops its retries on them. */
export function readFrame(data: RawData, isBinary: boolean): ClientFrame {
  if (isBinary) return { kind: 'invalid', problem: 'Messages must be text frames' };
  let json: unknown;
  try {
    json = JSON.parse(bytesOf(data).toString('utf8'));
  } catch {
    return { kind: 'invalid', problem: 'Message is not JSON' };
  }
  if (typeof json !== 'object' || json === null || !('type' in json) || typeof json.type !== 'string')
    return { kind: 'invalid', problem: 'Message has no type' };
  const { type } = json;
  const parsed = realtimeClientMessage.safeParse(json);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  const [issue] = parsed.error.issues;
  if (!issue || issue.path[0] === 'type') return { kind: 'unknown', type: shorten(type, MAX_TYPE) };
  const field = issue.path.filter((part) => typeof part === 'string').join('.');
  return { kind: 'invalid', problem: `Field ${field} of the message is missing or malformed`, type };
}
