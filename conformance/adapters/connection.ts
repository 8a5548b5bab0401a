import { defaultTimeouts, type Timeouts } from '../engine/timeouts.js';
import { AdapterCrash, AdapterUnusable } from './adapter-errors.js';
import { Calls, type Finished } from './calls.js';
import type { AdapterEvent, FromAdapter, ModelNames, SessionConfig, ToAdapter, Welcome } from './protocol.js';
import { protocolVersion } from './protocol.js';
import { capped, Transcript } from './transcript.js';
import type { OpenTransport, Transport } from './transport.js';
import { readLine, writeLine } from './validate.js';

export interface Greeting {
  run: string;
  seed: number;
  blobBase: string;
  candidates: ModelNames;
}

const maxFaults = 1000;

/** A running adapter, from its start to its exit. */
export class AdapterConnection {
  welcome!: Welcome;
  /** Breaches of the protocol, as sentences. */
  readonly faults: string[] = [];
  /** Why it is gone, once it is. */
  gone?: string;

  readonly #calls = new Calls((fault) => this.#addFault(fault));
  readonly #transcript = new Transcript();
  readonly #pongs = new Map<number, () => void>();
  /** Ends the waits for a welcome and for pongs. */
  readonly #onGone = new Set<() => void>();
  #transport!: Transport;
  #onWelcome: ((welcome: Welcome) => void) | undefined;
  /** Rejects the greeting; without effect afterwards. */
  #refuse: (why: string) => void = () => undefined;

  private constructor(private readonly timeouts: Timeouts) {}

  /** Starts the adapter and greets it. Throws AdapterUnusable. */
  static async start(
    open: OpenTransport,
    greeting: Greeting,
    timeouts = defaultTimeouts,
  ): Promise<AdapterConnection> {
    const made = new AdapterConnection(timeouts);
    try {
      made.#transport = await open({
        onLine: (line) => made.#read(line),
        onNoise: (line) => made.#transcript.addNoise(line),
        onGone: (why) => made.#lose(why),
      });
    } catch (cause) {
      throw new AdapterUnusable(cause instanceof Error ? cause.message : String(cause), { cause });
    }
    await made.#greet(greeting);
    return made;
  }

  /** Whether any call was answered so far. */
  get answered(): boolean {
    return this.#calls.answered;
  }

  /** The last lines that are not of the protocol, newest last. */
  get noise(): readonly string[] {
    return this.#transcript.noise;
  }

  /** Makes a client of the SDK. Rejects with AdapterCrash. */
  open(session: string, config: SessionConfig, caseId: string): Promise<Finished> {
    return this.#request('open', caseId, (id) => ({ t: 'open', id, session, config }));
  }

  /** Calls an operation; `started` receives the id, for a cancel. Rejects with AdapterCrash. */
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
    return this.#request(op, options.case, (id) => {
      options.started?.(id);
      return { t: 'call', id, on, op, args, deadlineMs: options.deadlineMs, case: options.case };
    });
  }

  /** The events of a call or a handle so far, in order. Grows. */
  eventsOf(on: string): readonly AdapterEvent[] {
    return this.#calls.eventsOf(on);
  }

  cancel(id: string): void {
    if (this.gone === undefined) this.#send({ t: 'cancel', id });
  }

  close(on: string, caseId: string): Promise<Finished> {
    return this.#request('close', caseId, (id) => ({ t: 'close', id, on }));
  }

  /** The last lines of the protocol about a case, `>` to the adapter and `<` from it. */
  transcriptOf(caseId: string): string[] {
    return this.#transcript.of(caseId);
  }

  /** The spread of some round trips in ms. Throws AdapterUnusable when a ping is not answered in time. */
  async jitter(rounds = 5): Promise<number> {
    const trips: number[] = [];
    for (let n = 0; n < rounds; n++) {
      const began = performance.now();
      await this.#ping(n);
      trips.push(performance.now() - began);
    }
    return Math.max(...trips) - Math.min(...trips);
  }

  /** Sends `bye`, then ends it. Returns how long the adapter took to leave, in ms. */
  async bye(): Promise<number> {
    const began = performance.now();
    if (this.gone === undefined) this.#send({ t: 'bye' });
    await this.#transport.stop(this.timeouts.leaveMs);
    return performance.now() - began;
  }

  /** Ends it without `bye`. */
  kill(): Promise<void> {
    return this.#transport.stop(0);
  }

  async #greet({ run, seed, blobBase, candidates }: Greeting): Promise<void> {
    const { greetingMs } = this.timeouts;
    let timer: NodeJS.Timeout | undefined;
    try {
      this.welcome = await new Promise<Welcome>((resolve, reject) => {
        this.#onWelcome = resolve;
        this.#refuse = (why) => reject(new AdapterUnusable(`${why}${this.#transcript.lastNoise()}`));
        timer = setTimeout(() => this.#refuse(`No welcome within ${greetingMs} ms.`), greetingMs);
        const now = new Date().toISOString();
        this.#send({ t: 'hello', protocol: protocolVersion, run, seed, blobBase, now, candidates });
      });
    } catch (fault) {
      void this.#transport.stop(0);
      throw fault;
    } finally {
      clearTimeout(timer);
    }
  }

  async #ping(n: number): Promise<void> {
    const { answerMs } = this.timeouts;
    let timer: NodeJS.Timeout | undefined;
    let leave: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const late = `It greeted, and answered no ping within ${answerMs} ms.`;
        timer = setTimeout(
          () => reject(new AdapterUnusable(`${late}${this.#transcript.lastNoise()}`)),
          answerMs,
        );
        leave = () => reject(new AdapterCrash(`The adapter ${this.gone}.`));
        this.#onGone.add(leave);
        this.#pongs.set(n, resolve);
        this.#send({ t: 'ping', n });
      });
    } finally {
      clearTimeout(timer);
      if (leave) this.#onGone.delete(leave);
    }
  }

  async #request(op: string, caseId: string, message: (id: string) => ToAdapter): Promise<Finished> {
    if (this.gone !== undefined)
      throw new AdapterCrash(`The adapter ${this.gone}.${this.#transcript.lastNoise()}`);
    const id = this.#calls.nextId();
    this.#transcript.assign(id, caseId);
    const finished = this.#calls.waitFor(id, op);
    this.#send(message(id));
    return finished;
  }

  #send(message: ToAdapter): void {
    const line = writeLine(message);
    this.#transcript.add('id' in message ? message.id : '', `> ${line}`);
    this.#transport.send(line);
  }

  #addFault(fault: string): void {
    this.faults.push(capped(fault));
    if (this.faults.length >= maxFaults) this.#stop('was stopped: it breaks the protocol again and again');
  }

  #read(text: string): void {
    if (this.gone !== undefined) return;
    const line = readLine(text);
    if (line.kind === 'noise') return this.#transcript.addNoise(line.text);
    if (line.kind === 'fault') {
      this.#addFault(line.fault);
      this.#refuse(`Its first message breaks the protocol: ${line.fault}.`);
    }
    if (line.kind !== 'message') return this.#transcript.add('', `< ${text}`);
    const { message } = line;
    this.#transcript.add('id' in message ? message.id : 'on' in message ? message.on : '', `< ${text}`);
    this.#take(message, text.length);
  }

  #take(message: FromAdapter, size: number): void {
    if (message.t === 'welcome') this.#onWelcome?.(message);
    else if (message.t === 'pong') this.#pongs.get(message.n)?.();
    else if (message.t === 'result') {
      const { id, ...outcome } = message;
      if (outcome.outcome === 'ok' && outcome.handle !== undefined)
        this.#transcript.assign(outcome.handle, this.#transcript.caseOf(id));
      this.#calls.finish(id, outcome);
    } else if (message.t === 'event' && !this.#calls.addEvent(message, size))
      this.#stop('was stopped: its events have no end');
  }

  #stop(why: string): void {
    this.#lose(why);
    void this.#transport.stop(0);
  }

  #lose(why: string): void {
    if (this.gone !== undefined) return;
    this.gone = why;
    this.#refuse(`The adapter ${why} before its welcome.`);
    for (const end of this.#onGone) end();
    this.#calls.abort(new AdapterCrash(`The adapter ${why}.${this.#transcript.lastNoise()}`));
  }
}
