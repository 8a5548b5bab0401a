import type { World } from '../world/world.js';
import { JournalHandle } from './journal-handle.js';

/** What a mock received that belongs to no account. */
export interface WithoutAccount {
  /**
   * Requests without a key, with a refused one, for unknown paths, refused by access control, or that are no HTTP, and
   * sockets that were refused before their account was known. All of the process; `resetAll` clears it.
   */
  readonly journal: JournalHandle;
}

export const withoutAccount = (world: World): WithoutAccount => ({
  journal: new JournalHandle(async () => world.unattributed.journal),
});
