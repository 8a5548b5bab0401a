import { AdapterConnection, AdapterUnusable, type AdapterCrash, type Greeting } from './connection.js';
import type { Welcome } from './protocol.js';
import type { OpenTransport } from './transport.js';

/** Crashes in a row, each in another case, after which it is the adapter that is broken and not the SDK. */
const tooManyCrashes = 3;

/** Keeps an adapter running over many cases: started when needed, started again after a crash or a hang. */
export class AdapterHost {
  #current: Promise<AdapterConnection> | undefined;
  readonly #retired = new Set<AdapterConnection>();
  readonly #crashedCases = new Set<string>();
  #starts = 0;
  /** Why no case can be judged any more. */
  broken?: string;

  constructor(
    private readonly open: OpenTransport,
    private readonly greeting: Greeting,
  ) {}

  get starts(): number {
    return this.#starts;
  }

  /** The adapter, running. Throws AdapterUnusable. */
  async connection(): Promise<AdapterConnection> {
    if (this.broken !== undefined) throw new AdapterUnusable(this.broken);
    const starting = (this.#current ??= this.#start());
    const current = await starting;
    if (current.gone === undefined) return current;
    // Another case may have seen it go as well, and started the next one already.
    if (this.#current === starting) this.#current = undefined;
    return this.connection();
  }

  async welcome(): Promise<Welcome> {
    return (await this.connection()).welcome;
  }

  /** No further case on this one: something in it hangs. What still runs there may end. */
  retire(connection: AdapterConnection): void {
    this.#retired.add(connection);
    this.#current = undefined;
  }

  /** No case can be judged through it any more. */
  giveUp(why: string): void {
    this.broken ??= why;
  }

  /** Notes how a case ended: three crashes in a row make the adapter the culprit. */
  ended(caseId: string, crash: AdapterCrash | undefined): void {
    if (!crash) return this.#crashedCases.clear();
    this.#crashedCases.add(caseId);
    if (this.#crashedCases.size >= tooManyCrashes)
      this.broken = `The adapter is broken: it crashed in ${[...this.#crashedCases].join(', ')}, one after the other. ${crash.message}`;
  }

  async close(): Promise<void> {
    const current = await this.#current?.catch(() => undefined);
    await Promise.all([...[...this.#retired].map((old) => old.kill()), current?.bye()]);
  }

  async #start(): Promise<AdapterConnection> {
    this.#starts++;
    try {
      return await AdapterConnection.start(this.open, this.greeting);
    } catch (fault) {
      this.broken = fault instanceof Error ? fault.message : String(fault);
      throw fault;
    }
  }
}
