import { AdapterUnusable, type AdapterConnection, type Finished } from '../../adapters/connection.js';
import type { BlobStore } from '../../adapters/blobs.js';
import { classOf, type ErrorClass } from '../../adapters/classify-error.js';
import type { AdapterEvent, BlobRef, ErrorFacts, SessionConfig } from '../../adapters/protocol.js';
import type { CaseContext } from '../../engine/context.js';
import { Reply } from '../../traffic/http.js';
import { CaseAbort } from '../../engine/case-abort.js';
import { sleep } from '../../engine/timing.js';
import { takenModels } from './candidates.js';
import { exchangeOf } from '../../traffic/recorded-exchange.js';
import type { Recorded, Recorder } from '../../traffic/recorder.js';
import type { Steering } from './steering.js';

/** What one call of the SDK came to, as user code saw it. */
export interface Called {
  ok: boolean;
  value: Record<string, unknown>;
  error?: ErrorFacts;
  /** Class of the error. */
  failure?: ErrorClass;
  /** What a realtime session is called by. */
  handle?: string;
  events: AdapterEvent[];
  /** Real milliseconds. */
  ms: number;
}

interface SdkContextParts {
  caseId: string;
  core: CaseContext;
  connection: AdapterConnection;
  recorder: Recorder;
  steering: Steering | undefined;
  blobs: BlobStore;
}

/** Patience with the making of a client. */
const openMs = 10_000;
/** Patience with an SDK that was asked to give up. */
const cancelGraceMs = 4000;

/** What a running SDK case works with: the SDK's doings on one side, the wire on the other. */
export class SdkContext {
  readonly #parts: SdkContextParts;
  #sessions = 0;
  #session: string | undefined;

  constructor(parts: SdkContextParts) {
    this.#parts = parts;
  }

  /** The key of this case, nobody else's. */
  get key(): string {
    return this.#parts.core.key;
  }

  get check(): CaseContext['check'] {
    return this.#parts.core.check.bind(this.#parts.core);
  }

  get negative(): CaseContext['negative'] {
    return this.#parts.core.negative.bind(this.#parts.core);
  }

  get timing(): CaseContext['timing'] {
    return this.#parts.core.timing.bind(this.#parts.core);
  }

  precondition(holds: boolean, reason: string): asserts holds {
    if (!holds) throw new CaseAbort('not-exercised', `Not testable: ${reason}`);
  }

  /** The adapter's own text about itself. */
  get language(): string {
    return this.#parts.connection.welcome.sdk.language.toLowerCase();
  }

  claims(capability: string): boolean {
    return this.#parts.connection.welcome.capabilities.some((claimed) => claimed === capability);
  }

  /** The model to use on a surface: the kit's best candidate that the SDK takes. */
  model(surface: 'video' | 'image' | 'realtime'): string {
    const [first] = takenModels(this.#parts.connection.welcome, surface);
    if (first === undefined)
      throw new CaseAbort(
        'not-applicable',
        `The SDK takes no ${surface} model the kit knows: the adapter's welcome names none in "models".`,
      );
    return first;
  }

  /** Every model of a surface the SDK takes. */
  models(surface: 'video' | 'image'): readonly string[] {
    return takenModels(this.#parts.connection.welcome, surface);
  }

  /** The models of a surface that the SDK itself offers. Not applicable to one that takes any name. */
  offered(surface: 'video' | 'image'): readonly string[] {
    if (this.#parts.connection.welcome.models === undefined)
      throw new CaseAbort(
        'not-applicable',
        'The adapter\'s welcome has no "models": an SDK that takes any name offers none itself.',
      );
    return this.models(surface);
  }

  /** How the stand-in is to behave towards this case. */
  get steering(): Steering {
    const { steering } = this.#parts;
    if (!steering) throw new CaseAbort('not-applicable', 'The target cannot be steered.');
    return steering;
  }

  /** Everything the SDK printed since the adapter started, as far as it is kept. */
  get noise(): readonly string[] {
    return this.#parts.connection.noise;
  }

  /** Bytes as an argument. */
  blob(bytes: Uint8Array, facts = { name: 'clip.mp4', mime: 'video/mp4' }): BlobRef {
    const { blob, limits } = this.#parts.connection.welcome;
    return this.#parts.blobs.offer(bytes, facts, blob, limits?.maxInlineBytes);
  }

  /** An address the SDK can download the bytes from by itself. */
  urlOf(bytes: Uint8Array, mime: string): string {
    return this.#parts.blobs.url(bytes, mime);
  }

  /** A file on this machine with the bytes, for an SDK that reads by itself. */
  pathOf(bytes: Uint8Array, name: string): string {
    return this.#parts.blobs.path(bytes, name);
  }

  /** Makes a client of the SDK. The case's own key and the recorder by default. */
  async open(config: Partial<SessionConfig> = {}): Promise<Called & { session: string }> {
    const session = `${this.#parts.caseId}#${++this.#sessions}`;
    const { recorder, connection } = this.#parts;
    const full = { baseUrl: recorder.url, realtimeUrl: recorder.realtimeUrl, apiKey: this.key, ...config };
    const opening = connection.open(session, full, this.#parts.caseId);
    const called = await this.#settle(this.#opened(opening));
    return { ...called, session };
  }

  /** Calls the SDK through its default client, or one opened before. Hung and crashed calls end the case. */
  async call(
    op: string,
    args: Record<string, unknown>,
    options: { deadlineMs?: number; session?: string; cancelWhen?: () => boolean } = {},
  ): Promise<Called> {
    const session = options.session ?? (await this.#default());
    const deadlineMs = options.deadlineMs ?? 20_000;
    const { connection, caseId } = this.#parts;
    let id = '';
    const answered = connection.call(session, op, args, {
      deadlineMs,
      case: caseId,
      started: (given) => (id = given),
    });
    const { cancelWhen } = options;
    const cancel =
      cancelWhen &&
      setInterval(() => {
        if (!cancelWhen()) return;
        clearInterval(cancel);
        connection.cancel(id);
      }, 50);
    try {
      return await this.#settle(this.#patient(answered, id, op, deadlineMs));
    } finally {
      clearInterval(cancel);
    }
  }

  /** What the SDK told of a realtime session so far. */
  eventsOf(handle: string): readonly AdapterEvent[] {
    return this.#parts.connection.eventsOf(handle);
  }

  /** Waits until something holds, looking every 50 ms. Returns whether it came to hold. */
  async until(holds: () => boolean, ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    while (!holds()) {
      if (performance.now() > end) return false;
      await sleep(50);
    }
    return true;
  }

  /** What the SDK sent, in order; of one method and a path without its query where given. */
  sent(method?: string, path?: RegExp): Recorded[] {
    return this.#parts.recorder.recorded.filter(
      (each) =>
        (method === undefined || each.method === method) &&
        (path === undefined || path.test(each.path.split('?')[0] ?? '')),
    );
  }

  /** Milliseconds on the clock of the recorded requests. */
  now(): number {
    return this.#parts.recorder.now();
  }

  /** An exchange as the checks take it, so that a finding names it. */
  answer(recorded: Recorded): Reply {
    const { status = 0, answer, answerHeaders = {} } = recorded;
    const headers = new Headers();
    for (const [name, value] of Object.entries(answerHeaders)) headers.set(name, String(value));
    const exchange = exchangeOf(recorded, this.key);
    return new Reply(exchange, status, headers, answer, exchange.durationMs);
  }

  /** Real time passes. */
  async pause(ms: number): Promise<void> {
    await sleep(ms);
  }

  /** Ends the sessions, and holds the case to the faults it asked for: one that never came proves nothing. */
  async end(): Promise<void> {
    const { connection, steering } = this.#parts;
    if (connection.gone === undefined && this.#session !== undefined)
      await Promise.race([
        connection.close(this.#session, this.#parts.caseId).catch(() => undefined),
        sleep(2000),
      ]);
    const unfired = (await steering?.unfired()) ?? [];
    this.precondition(
      unfired.length === 0,
      `the fault asked of the stand-in never came: ${unfired.join(', ')}.`,
    );
  }

  async #default(): Promise<string> {
    if (this.#session !== undefined) return this.#session;
    const opened = await this.open();
    this.precondition(opened.ok, `the SDK made no client: ${opened.error?.type} ${opened.error?.message}`);
    return (this.#session = opened.session);
  }

  /** A client that is not made in time hangs; so does the adapter, when it never answered anything. */
  async #opened(opening: Promise<Finished>): Promise<Finished> {
    const { connection } = this.#parts;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const what = `open had no result within ${openMs} ms.`;
        reject(connection.answered ? new Hung(what) : new AdapterUnusable(`It greeted, and then ${what}`));
      }, openMs);
    });
    try {
      return await Promise.race([opening, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #patient(answered: Promise<Finished>, id: string, op: string, deadlineMs: number): Promise<Finished> {
    const late = Symbol('late');
    const wait = async (ms: number) => {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<typeof late>((resolve) => (timer = setTimeout(() => resolve(late), ms)));
      try {
        return await Promise.race([answered, patience]);
      } finally {
        clearTimeout(timer);
      }
    };
    const first = await wait(deadlineMs);
    if (first !== late) return first;
    this.#parts.connection.cancel(id);
    const second = await wait(cancelGraceMs);
    if (second !== late)
      throw new CaseAbort('hung', `${op} had no end after ${deadlineMs} ms; it ended when it was cancelled.`);
    answered.catch(() => undefined);
    throw new Hung(
      `${op} had no end after ${deadlineMs} ms, nor ${cancelGraceMs} ms after it was cancelled.`,
    );
  }

  async #settle(finishing: Promise<Finished>): Promise<Called> {
    const { outcome, events, ms } = await finishing;
    if (outcome.outcome === 'unsupported') throw new CaseAbort('not-supported', outcome.reason);
    if (outcome.outcome === 'harness')
      throw new Error(`The adapter could not try: ${outcome.message}\n${outcome.trace ?? ''}`);
    if (outcome.outcome === 'error') {
      const failure = classOf(outcome.error, this.language);
      return { ok: false, value: {}, error: outcome.error, failure, events, ms };
    }
    const value = (outcome.value ?? {}) as Record<string, unknown>;
    return {
      ok: true,
      value,
      events,
      ms,
      ...(outcome.handle === undefined ? {} : { handle: outcome.handle }),
    };
  }
}

/** The SDK neither ended nor let itself be stopped: its adapter cannot be used for other cases. */
export class Hung extends CaseAbort {
  constructor(reason: string) {
    super('hung', reason);
  }
}
