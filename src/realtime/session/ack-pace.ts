import { createHash } from 'node:crypto';
import type { Account } from '../../world/accounts/account.js';
import type { StateMessage } from './types.js';

/** Pictures that one session remembers. */
const MAX_KNOWN = 256;

/** How long a session's acks take in the pace of its account: a picture that it has had is faster. */
export class AckPace {
  /** Digests. Created when needed: thousands of sockets may be idle. */
  #known: Set<string> | undefined;

  constructor(readonly account: Account) {}

  /** ms on the account's clock. */
  delayOf(message: StateMessage): number {
    const { pace } = this.account;
    if (pace.name === 'fast') return 0;
    const picture = pictureOf(message);
    if (picture === undefined) return pace.draw('promptAck');
    return pace.draw(this.#remember(picture) ? 'knownImageAck' : 'newImageAck');
  }

  /** @returns whether the session has had the picture */
  #remember(picture: string): boolean {
    const known = (this.#known ??= new Set());
    const digest = createHash('sha256').update(picture).digest('base64');
    if (known.has(digest)) return true;
    const [oldest] = known;
    if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    known.add(digest);
    return false;
  }
}

/** The picture in a message, as written or by its file id. */
function pictureOf(message: StateMessage): string | undefined {
  if (message.type === 'prompt') return undefined;
  return message.image_data ?? message.image_ref ?? undefined;
}
