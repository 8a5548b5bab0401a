import type { Account } from '../../../src/world/accounts/account.js';
import type { Effect } from '../../../src/world/rules/effects/effect.js';
import type { RealtimeOperation } from '../../../src/world/rules/operations.js';
import { PATIENCE_MS } from '../../support/patience.js';
import type { ScenarioId } from './scenario-ids.js';
import type { ClientName, ConnectRequest, Story, Subject } from './subject.js';

/** What a scenario changes of the plain connect: a moving camera, a prompt, the client's own model. */
export type Change = Partial<Pick<ConnectRequest, 'key' | 'model' | 'camera' | 'prompt' | 'showNewest'>>;

export interface Scenario {
  readonly id: ScenarioId;
  /** The account's key; a magic one has its behaviour. */
  readonly key: string;
  /** Clients that have no such thing, with the reason. */
  readonly without?: Partial<Record<ClientName, string>>;
  /** Prepares the account, and says how the client connects. */
  readonly prepare?: (account: Account, client: ClientName) => Change | Promise<Change>;
  /** What the app does once the session generates; it may say what the output did meanwhile. */
  readonly then?: (subject: Subject, story: Story) => Promise<string | undefined>;
  /** How long nothing must happen until the session counts as settled; 5 s, which is more than a rule waits. */
  readonly quietMs?: number;
  /** Says what the output does at the end, too. */
  readonly watchOutput?: true;
}

/** A rule that fires once, so that a redial is undisturbed. */
export const once =
  (operation: RealtimeOperation, effect: Effect, change: Change = {}) =>
  (account: Account): Change => {
    account.rules.add({ operation, when: { first: 1 }, effect });
    return change;
  };

/** Reads a story until it is as asked. Fails with the story. */
export async function until(
  subject: Subject,
  id: ScenarioId,
  what: string,
  reached: (story: Story) => boolean,
  ms = PATIENCE_MS,
): Promise<Story> {
  const deadline = Date.now() + ms;
  for (;;) {
    const story = await subject.story(id);
    if (reached(story)) return story;
    if (Date.now() > deadline)
      throw new Error(`${subject.name}, ${id}: not ${what} within ${ms} ms: ${JSON.stringify(story)}`);
    await pause(100);
  }
}

/** Nothing follows a rejection; its last event may come behind it. */
const REJECTED_MS = 500;

/** The story once `connect()` has failed, or has worked and nothing has happened for `quietMs`. */
export async function settled(subject: Subject, id: ScenarioId, quietMs: number): Promise<Story> {
  let known = '';
  let since = Date.now();
  return until(
    subject,
    id,
    'settled',
    ({ connect, dials, told }) => {
      const now = JSON.stringify({ connect, dials, told });
      if (now !== known) [known, since] = [now, Date.now()];
      const quiet = connect === 'resolves' ? quietMs : connect === undefined ? Infinity : REJECTED_MS;
      return told.at(-1) !== 'reconnecting' && Date.now() - since > quiet;
    },
    150_000,
  );
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
