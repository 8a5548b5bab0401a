import type { Account } from '../../world/accounts/account.js';
import type { NewJournalEntry } from '../../world/journal/journal.js';
import { redact, shorten } from '../../contract/redaction/redact-value.js';
import type { RealtimeOperation } from '../../world/rules/operations.js';
import type { RealtimeQuery } from './query.js';

/** Characters kept of a message type; clients may send any. */
const MAX_TYPE = 100;
/** Characters kept of a path, and of a query. */
const MAX_ADDRESS = 1000;

const operations = new Map<string, RealtimeOperation>(
  Object.entries({
    livekit_join: 'realtime.join',
    livekit_room_info: 'realtime.join',
    queue_position: 'realtime.join',
    session_id: 'realtime.join',
    prompt: 'realtime.prompt',
    prompt_ack: 'realtime.prompt',
    set_image: 'realtime.image',
    set_image_ack: 'realtime.image',
    offer: 'realtime.media',
    answer: 'realtime.media',
    'ice-candidate': 'realtime.media',
    generation_started: 'realtime.generation',
    generation_tick: 'realtime.generation',
    generation_ended: 'realtime.generation',
  }),
);

/** Replaces an image by its length: megabytes of base64 would displace everything else in the journal. */
const withoutImage = (message: object): object =>
  'image_data' in message && typeof message.image_data === 'string'
    ? { ...message, image_data: `[${message.image_data.length} characters]` }
    : message;

/** The address that a client opened its socket with, for the journal. */
export type SocketAddress = Pick<NewJournalEntry, 'path' | 'request'>;

/** The address of a socket, without its key. */
export function addressOf({ path, values }: RealtimeQuery): SocketAddress {
  const { value } = redact(Object.fromEntries(values), MAX_ADDRESS);
  return { path: shorten(path, MAX_ADDRESS), request: value };
}

/** Writes a frame into the account's journal. `message` is undefined for an unreadable frame. */
export function recordFrame(
  account: Account,
  sessionId: string,
  direction: 'in' | 'out',
  message: { readonly type: string } | undefined,
): void {
  // A rule's message may have any shape.
  const given: unknown = message?.type;
  const type = typeof given === 'string' ? shorten(given, MAX_TYPE) : 'unreadable';
  const body = message && withoutImage(message);
  account.journal.add({
    kind: 'ws',
    operation: operations.get(type) ?? 'realtime.connect',
    sessionId,
    ...(direction === 'in' ? { request: body } : { response: body }),
    detail: { direction, type },
  });
}
