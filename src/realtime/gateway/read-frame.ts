import type { RawData } from 'ws';
import type { RealtimeClientMessage } from '../../contract/types.js';
import { realtimeClientMessage } from '../../contract/validation/realtime-schemas.js';
import { shorten } from '../../contract/redaction/redact-value.js';
import { readJsonFrame } from './read-json-frame.js';

export type ClientFrame =
  | { readonly kind: 'message'; readonly message: RealtimeClientMessage }
  /** JSON with an unknown type, as clients of other versions send. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'invalid'; readonly problem: string; readonly type?: string };

/** Characters kept of an unknown type; clients may send any. */
const MAX_TYPE = 100;

/** The shape of the one field that holds a message. */
const INITIAL_STATE =
  'it is a whole message of type prompt or set_image, such as {"type":"prompt","prompt":"Anime style"}';

/** Reads one WebSocket message. */
export function readFrame(data: RawData, isBinary: boolean): ClientFrame {
  const { json, problem } = readJsonFrame(data, isBinary);
  if (!json) return { kind: 'invalid', problem };
  const { type } = json;
  const parsed = realtimeClientMessage.safeParse(json);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  const [issue] = parsed.error.issues;
  if (!issue || issue.path[0] === 'type') return { kind: 'unknown', type: shorten(type, MAX_TYPE) };
  const field = issue.path.filter((part) => typeof part === 'string').join('.');
  const shape = field === 'initial_state' ? `; ${INITIAL_STATE}` : '';
  return { kind: 'invalid', problem: `Field ${field} of the message is missing or malformed${shape}`, type };
}
