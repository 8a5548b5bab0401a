import { defaultTimeouts, type Timeouts } from '../engine/timeouts.js';
import { AdapterUnusable, type AdapterCrash } from './adapter-errors.js';
import { AdapterConnection, type Greeting } from './connection.js';
import type { Welcome } from './protocol.js';
import type { OpenTransport } from './transport.js';

/** After this many crashes in a row, each in another case, the adapter counts as broken, not the SDK. */
const maxCrashes = 3;

/** Keeps an adapter running over many cases: starts it when needed, and again after a crash or a hang. */
export class AdapterHost {
  #current: Promise<AdapterConnection> | undefined;
  readonly #retired = new Set<AdapterConnection>();
  readonly #crashedCases = new Set<string>();
  #starts = 0;
  /** Why no further case can be judged. */
  broken?: string;

  constructor(
    private readonly open: OpenTransport,
    private readonly greeting: Greeting,
    private readonly timeouts: Timeouts = defaultTimeouts,
  ) {}

  get starts(): number {
    return this.#starts;
  }

  /** The running adapter. Throws AdapterUnusable. */
  async connection(): Promise<AdapterConnection> {
    if (this.broken !== undefined) throw new AdapterUnusable(this.broken);
    const starting = (this.#current ??= this.#start());
    const current = await starting;
    if (current.gone === undefined) return current;
    // Another case may have noticed that as well, and started the next one already.
    if (this.#current === starting) this.#current = undefined;
    return this.connection();
  }

  async welcome(): Promise<Welcome> {
    return (await this.connection()).welcome;
  }

  /** Starts no further case on this one, because something in it hangs. Calls under way may end. */
  retire(connection: AdapterConnection): void {
    this.#retired.add(connection);
    this.#current = undefined;
  }

  /** Marks the adapter as broken. */
  giveUp(why: string): void {
    this.broken ??= why;
  }

  /** Notes how a case ended: three crashes in a row mark the adapter as broken. */
  ended(caseId: string, crash: AdapterCrash | undefined): void {
    if (!crash) return this.#crashedCases.clear();
    this.#crashedCases.add(caseId);
    if (this.#crashedCases.size >= maxCrashes)
      this.broken = `The adapter is broken: it crashed in ${[...this.#crashedCases].join(', ')}, one after the other. ${crash.message}`;
  }

  async close(): Promise<void> {
    const current = await this.#current?.catch(() => undefined);
    await Promise.all([...[...this.#retired].map((old) => old.kill()), current?.bye()]);
  }

  async #start(): Promise<AdapterConnection> {
    this.#starts++;
    try {
      return await AdapterConnection.start(this.open, this.greeting, this.timeouts);
    } catch (fault) {
      this.broken = fault instanceof Error ? fault.message : String(fault);
      throw fault;
    }
  }
}
