import type { LipsyncServerMessage } from '../../contract/types.js';
import type { Account } from '../../world/accounts/account.js';
import type { NewJournalEntry } from '../../world/journal/journal.js';
import type { DurationCap } from '../session/types.js';
import type { ReadLipsyncPicture } from '../../media/lipsync/pictures.js';

/** What admission settled for a LipSync session. */
export interface LipsyncTerms {
  readonly account: Account;
  /** Credits per second of pictures. */
  readonly creditsPerSecond: number;
  /** The token's `maxSessionDuration`, in seconds of pictures. */
  readonly cap?: DurationCap;
  readonly readPicture: ReadLipsyncPicture;
  /** The address that the client opened its socket with, for the journal. */
  readonly address: Pick<NewJournalEntry, 'path' | 'request'>;
}

/** A LipSync session's connection to its client. */
export interface LipsyncPorts {
  send(message: LipsyncServerMessage): void;
  close(code: number, reason: string): void;
  /** Cuts the connection without a close frame. */
  drop(): void;
  /** Stops or resumes reading: the client sends faster than its pictures are made. */
  read(on: boolean): void;
  /** Resolves when the client has read most of what it was sent; undefined when it already has. */
  drained(): Promise<void> | undefined;
  /** Reports a failure of the mock itself, and closes: the client would wait for a result that never comes. */
  defect(error: unknown): void;
}
