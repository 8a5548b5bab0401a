/** Something a client saw. */
export interface Observation {
  readonly client: string;
  /** What it is about: `room`, a participant, or a participant's track such as `browser camera`. */
  readonly subject: string;
  readonly event: string;
}

/** A busy machine takes long to send the first picture. */
const PATIENCE_MS = 20_000;

/** Start of the event that stands for one that a script waits for and does not see. */
export const ABSENT = 'never: ';

/** Identities of the model's participant, in either kind of room. */
const MODEL = /\binference-server-[\w-]+/g;

/** Records what the clients of one scenario see, without what differs from run to run: sids and the model's number. */
export class Observed {
  readonly list: Observation[] = [];
  /** Identity of the session's own client, and its name in the list. */
  own: { readonly identity: string; readonly name: string } | undefined;
  /** Set at the end of a session: of the last moments of others no order is known. */
  onlyRoom = false;
  /**
   * Grades of connections that are recorded, as `client sees event`; default none. A server reports them at intervals, so
   * which ones a client gets depends on when it joined.
   */
  grades: RegExp | undefined;
  readonly #sids = new Map<string, string[]>();
  #last = Date.now();

  /**
   * Adds an observation; what comes at a server's own intervals is kept once. The grade of a connection is left out:
   * both servers report what a busy machine makes of it.
   */
  add(client: string, subject: string, event: string): void {
    const observation = {
      client,
      subject: this.#numbered(client, this.#plain(subject)),
      event: this.#plain(event),
    };
    const periodic = subject === 'quality' || subject === 'console';
    if (this.onlyRoom && subject !== 'room') return;
    if (subject === 'quality' && this.grades?.test(`${client} sees ${observation.event}`) !== true) return;
    if (periodic && this.has(client, observation.subject, observation.event)) return;
    this.list.push(observation);
    // What is periodic does not say that a step has an effect still.
    if (!periodic) this.#last = Date.now();
  }

  /** The tracks of one source get numbers in the order in which the client meets them. */
  #numbered(client: string, subject: string): string {
    const [, base, sid] = /^(.*) (TR_\w+)$/.exec(subject) ?? [];
    if (base === undefined || sid === undefined) return subject;
    const key = `${client} ${base}`;
    const sids = this.#sids.get(key) ?? [];
    if (!sids.includes(sid)) this.#sids.set(key, [...sids, sid]);
    const number = sids.includes(sid) ? sids.indexOf(sid) : sids.length;
    return number === 0 ? base : `${base} ${number + 1}`;
  }

  #plain(text: string): string {
    const named = this.own ? text.replaceAll(this.own.identity, this.own.name) : text;
    return named.replace(MODEL, 'model');
  }

  has(client: string, subject: string, event: string): boolean {
    return this.list.some(
      (each) => each.client === client && each.subject === subject && each.event === event,
    );
  }

  /** Waits until an event was seen so often. Its absence is recorded, and not the end of the script. */
  async until(client: string, subject: string, event: RegExp, times = 1): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    const seen = (): number =>
      this.list.filter((each) => each.client === client && each.subject === subject && event.test(each.event))
        .length;
    while (seen() < times && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    if (seen() < times) this.list.push({ client, subject, event: `${ABSENT}${event.source}` });
  }

  /** Does a step of a script. What fails on one server alone is a difference. */
  async step(client: string, name: string, action: () => Promise<void>): Promise<void> {
    await action().catch((error: unknown) => {
      const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      this.add(client, 'room', `${name} failed: ${message}`);
    });
  }

  /** Resolves once nothing was seen for `quietMs`, or after `atMostMs`. */
  async settle(quietMs = 900, atMostMs = 10_000): Promise<void> {
    this.#last = Date.now();
    const deadline = Date.now() + atMostMs;
    while (Date.now() - this.#last < quietMs && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The observations by client and subject, in order. Events about different subjects are independent of each other. */
export function bySubject(list: readonly Observation[]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const { client, subject, event } of list) {
    const key = `${client} sees ${subject}`;
    lists.set(key, [...(lists.get(key) ?? []), event]);
  }
  return lists;
}
