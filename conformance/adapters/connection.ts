import type {
  AdapterEvent,
  FromAdapter,
  ModelNames,
  CallOutcome,
  SessionConfig,
  ToAdapter,
  Welcome,
} from './protocol.js';
import { protocolVersion } from './protocol.js';
import { ownCopy } from '../engine/own-copy.js';
import type { OpenTransport, Transport } from './transport.js';
import { faultOfValue, readLine, writeLine } from './validate.js';

/** The adapter went away while it owed a result. */
export class AdapterCrash extends Error {}

/** The adapter cannot be used at all: it does not start, or does not greet. */
export class AdapterUnusable extends Error {}

export interface Greeting {
  run: string;
  seed: number;
  blobBase: string;
  candidates: ModelNames;
  /** Patience for the welcome in ms. 20 s by default. */
  startMs?: number;
}

/** A result with what came before it. */
export interface Finished {
  outcome: CallOutcome;
  /** Events of this call, in order. */
  events: AdapterEvent[];
  /** Real milliseconds from the call to its result. */
  ms: number;
}

interface Pending {
  op: string;
  resolve: (finished: Finished) => void;
  reject: (fault: Error) => void;
  began: number;
}

const keptLines = 200;
const keptTranscript = 4000;
const mostFaults = 1000;
/** The events of one life of an adapter, in characters with what each costs besides; no suite is near it. */
const mostEvents = 64 * 1024 * 1024;
const eventCost = 500;

const capped = (line: string) =>
  ownCopy(line.length > 2000 ? `${line.slice(0, 2000)}... (${line.length} characters)` : line);

/** One life of an adapter: from its start to its end. */
export class AdapterConnection {
  welcome!: Welcome;
  /** What the adapter did against the protocol, as sentences. */
  readonly faults: string[] = [];
  /** The last lines that were no protocol, and the lines of the protocol as they went, newest last. */
  readonly noise: string[] = [];
  readonly #transcript: { about: string; line: string }[] = [];
  noiseCount = 0;
  /** Why it is gone, once it is. */
  gone?: string;

  readonly #pending = new Map<string, Pending>();
  readonly #finished = new Set<string>();
  /** All events, by the call or handle they belong to. */
  readonly #events = new Map<string, AdapterEvent[]>();
  /** Which case a call, session or handle is for. */
  readonly #cases = new Map<string, string>();
  readonly #pongs = new Map<number, (at: number) => void>();
  #transport!: Transport;
  #greet: ((welcome: Welcome) => void) | undefined;
  /** Gives the greeting up; of no effect afterwards. */
  #refuse: (why: string) => void = () => undefined;
  #count = 0;
  #eventsWeight = 0;
  readonly #leaving: (() => void)[] = [];

  /** Starts the adapter and greets it. Throws AdapterUnusable. */
  static async start(open: OpenTransport, greeting: Greeting): Promise<AdapterConnection> {
    const made = new AdapterConnection();
    const startMs = greeting.startMs ?? 20_000;
    try {
      made.#transport = await open({
        onLine: (line) => made.#read(line),
        onNoise: (line) => made.#hear(line),
        onGone: (why) => made.#lose(why),
      });
    } catch (cause) {
      throw new AdapterUnusable(cause instanceof Error ? cause.message : String(cause), { cause });
    }
    const { run, seed, blobBase, candidates } = greeting;
    let timer: NodeJS.Timeout | undefined;
    try {
      made.welcome = await new Promise<Welcome>((resolve, reject) => {
        made.#greet = resolve;
        made.#refuse = (why) => reject(new AdapterUnusable(`${why}${made.lastWords()}`));
        timer = setTimeout(() => made.#refuse(`No welcome within ${startMs} ms.`), startMs);
        const now = new Date().toISOString();
        made.#send({ t: 'hello', protocol: protocolVersion, run, seed, blobBase, now, candidates });
      });
    } catch (fault) {
      void made.#transport.stop(0);
      throw fault;
    } finally {
      clearTimeout(timer);
    }
    return made;
  }

  /** Whether any call was answered so far. */
  get answered(): boolean {
    return this.#finished.size > 0;
  }

  get inFlight(): number {
    return this.#pending.size;
  }

  /** Makes a client of the SDK. Rejects with AdapterCrash. */
  open(session: string, config: SessionConfig, caseId: string): Promise<Finished> {
    return this.#ask('open', caseId, (id) => ({ t: 'open', id, session, config }));
  }

  /** Calls an operation; `started` is told the id, for a cancel. Rejects with AdapterCrash. */
  call(
    on: string | null,
    op: string,
    args: Record<string, unknown>,
    options: {
      deadlineMs: number;
      case: string;
      started?: (id: string) => void;
    },
  ): Promise<Finished> {
    return this.#ask(op, options.case, (id) => {
      options.started?.(id);
      return { t: 'call', id, on, op, args, deadlineMs: options.deadlineMs, case: options.case };
    });
  }

  /** The events of a call or a handle so far, in order. Grows. */
  eventsOf(on: string): readonly AdapterEvent[] {
    return this.#eventsOf(on);
  }

  cancel(id: string): void {
    if (this.gone === undefined) this.#send({ t: 'cancel', id });
  }

  close(on: string, caseId: string): Promise<Finished> {
    return this.#ask('close', caseId, (id) => ({ t: 'close', id, on }));
  }

  /** The last lines of the protocol about a case, `>` to the adapter and `<` from it. */
  transcriptOf(caseId: string): string[] {
    return this.#transcript
      .filter(({ about }) => this.#cases.get(about) === caseId)
      .map(({ line }) => line)
      .slice(-keptLines);
  }

  /** Round trips; their spread is the adapter's jitter, in ms. Throws AdapterUnusable after `patienceMs` of silence. */
  async jitter(rounds = 5, patienceMs = 10_000): Promise<number> {
    const trips: number[] = [];
    for (let n = 0; n < rounds; n++) {
      const began = performance.now();
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(
            new AdapterUnusable(
              `It greeted, and answered no ping within ${patienceMs} ms.${this.lastWords()}`,
            ),
          );
        }, patienceMs);
        this.#pongs.set(n, () => {
          clearTimeout(timer);
          resolve();
        });
        this.#leaving.push(() => {
          clearTimeout(timer);
          reject(new AdapterCrash(`The adapter ${this.gone}.`));
        });
        this.#send({ t: 'ping', n });
      });
      trips.push(performance.now() - began);
    }
    return Math.max(...trips) - Math.min(...trips);
  }

  /** Says goodbye, then forces. Returns how long the adapter took to leave, in ms. */
  async bye(graceMs = 5000): Promise<number> {
    const began = performance.now();
    if (this.gone === undefined) this.#send({ t: 'bye' });
    await this.#transport.stop(graceMs);
    return performance.now() - began;
  }

  /** Ends it without a word. */
  kill(): Promise<void> {
    return this.#transport.stop(0);
  }

  /** The end of what it printed, for a message. */
  lastWords(): string {
    return this.noise.length === 0 ? '' : ` Its last lines:\n${this.noise.slice(-20).join('\n')}`;
  }

  #ask(op: string, caseId: string, message: (id: string) => ToAdapter): Promise<Finished> {
    if (this.gone !== undefined)
      return Promise.reject(new AdapterCrash(`The adapter ${this.gone}.${this.lastWords()}`));
    const id = `c${++this.#count}`;
    this.#cases.set(id, caseId);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { op, resolve, reject, began: performance.now() });
      this.#send(message(id));
    });
  }

  #send(message: ToAdapter): void {
    const line = writeLine(message);
    this.#note('id' in message ? message.id : '', `> ${line}`);
    this.#transport.send(line);
  }

  #hear(line: string): void {
    this.noiseCount++;
    this.noise.push(capped(line));
    if (this.noise.length > keptLines) this.noise.shift();
  }

  #note(about: string, line: string): void {
    this.#transcript.push({ about, line: capped(line) });
    if (this.#transcript.length > keptTranscript) this.#transcript.shift();
  }

  #blame(fault: string): void {
    this.faults.push(capped(fault));
    if (this.faults.length >= mostFaults) this.#stop('was stopped: it breaks the protocol again and again');
  }

  #read(text: string): void {
    if (this.gone !== undefined) return;
    const line = readLine(text);
    if (line.kind === 'noise') return this.#hear(line.text);
    if (line.kind === 'fault') {
      this.#blame(line.fault);
      this.#refuse(`Its first message breaks the protocol: ${line.fault}.`);
    }
    if (line.kind !== 'message') return this.#note('', `< ${text}`);
    const { message } = line;
    this.#note('id' in message ? message.id : 'on' in message ? message.on : '', `< ${text}`);
    if (message.t === 'event') this.#eventsWeight += text.length + eventCost;
    if (this.#eventsWeight > mostEvents) this.#stop('was stopped: its events have no end');
    else this.#take(message);
  }

  #take(message: FromAdapter): void {
    if (message.t === 'welcome') this.#greet?.(message);
    else if (message.t === 'pong') this.#pongs.get(message.n)?.(message.at);
    else if (message.t === 'event') this.#event(message);
    else if (message.t === 'result') this.#result(message);
  }

  #event(event: AdapterEvent): void {
    const events = this.#eventsOf(event.on);
    if (event.seq !== events.length)
      this.#blame(`Event ${event.name} of ${event.on} has seq ${event.seq}, and ${events.length} was due.`);
    if (this.#finished.has(event.on))
      this.#blame(`Event ${event.name} came after the result of ${event.on}.`);
    events.push(event);
  }

  #eventsOf(on: string): AdapterEvent[] {
    const known = this.#events.get(on) ?? [];
    this.#events.set(on, known);
    return known;
  }

  #result(message: { id: string } & CallOutcome): void {
    const { id, ...outcome } = message;
    const pending = this.#pending.get(id);
    if (!pending) {
      this.#blame(
        this.#finished.has(id) ? `A second result for ${id}.` : `A result for ${id}, which nobody asked.`,
      );
      return;
    }
    this.#pending.delete(id);
    this.#finished.add(id);
    const fault = outcome.outcome === 'ok' ? faultOfValue(pending.op, outcome.value) : undefined;
    if (fault !== undefined) this.#blame(`${pending.op}: ${fault}`);
    const handle = outcome.outcome === 'ok' ? outcome.handle : undefined;
    if (handle !== undefined) this.#cases.set(handle, this.#cases.get(id) ?? '');
    pending.resolve({ outcome, events: this.#eventsOf(id), ms: performance.now() - pending.began });
  }

  #stop(why: string): void {
    this.#lose(why);
    void this.#transport.stop(0);
  }

  #lose(why: string): void {
    if (this.gone !== undefined) return;
    this.gone = why;
    this.#refuse(`The adapter ${why} before its welcome.`);
    for (const leave of this.#leaving) leave();
    const crash = new AdapterCrash(`The adapter ${why}.${this.lastWords()}`);
    for (const { reject } of this.#pending.values()) reject(crash);
    this.#pending.clear();
  }
}
