import { AdapterUnusable } from '../../adapters/adapter-errors.js';
import type { AdapterBlobs } from '../../adapters/blobs.js';
import type { Finished } from '../../adapters/calls.js';
import { acceptedModels } from '../../adapters/candidates.js';
import type { AdapterConnection } from '../../adapters/connection.js';
import type { AdapterEvent, BlobRef, SessionConfig } from '../../adapters/protocol.js';
import { requireControl, requireModel, requireModelList } from '../../engine/applicability.js';
import { CaseAbort } from '../../engine/case-abort.js';
import type { CaseContext } from '../../engine/context.js';
import { sleep } from '../../engine/timing.js';
import { Reply } from '../../traffic/http.js';
import { exchangeOf } from '../../traffic/recorded-exchange.js';
import type { Recorded } from '../../traffic/recorded.js';
import type { Recorder } from '../../traffic/recorder.js';
import type { AccountControl } from './account-control.js';
import { calledFrom, Hung, within, type Called } from './called.js';

interface SdkContextParts {
  caseId: string;
  core: CaseContext;
  connection: AdapterConnection;
  recorder: Recorder;
  control: AccountControl | undefined;
  blobs: AdapterBlobs;
}

/** What a running SDK case uses: calls of the SDK on one side, its traffic on the other. */
export class SdkContext {
  readonly #parts: SdkContextParts;
  #sessions = 0;
  #session: string | undefined;

  constructor(parts: SdkContextParts) {
    this.#parts = parts;
  }

  /** The key of this case alone. */
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

  /** Continues only when a precondition holds. Otherwise the rest of the case is not exercised. */
  precondition(holds: boolean, reason: string): asserts holds {
    this.#parts.core.precondition(holds, reason);
  }

  claims(capability: string): boolean {
    return this.#parts.connection.welcome.capabilities.some((claimed) => claimed === capability);
  }

  /** The model to use on a surface: the kit's best candidate that the SDK accepts. */
  model(surface: 'video' | 'image' | 'realtime'): string {
    return requireModel(acceptedModels(this.#parts.connection.welcome, surface), surface);
  }

  /** Every model of a surface that the SDK accepts. */
  models(surface: 'video' | 'image'): readonly string[] {
    return acceptedModels(this.#parts.connection.welcome, surface);
  }

  /** The models of a surface that the SDK itself offers. Not applicable to an SDK that accepts any name. */
  offered(surface: 'video' | 'image'): readonly string[] {
    requireModelList(this.#parts.connection.welcome.models);
    return this.models(surface);
  }

  /** Controls the account of this case on the mock server. */
  get control(): AccountControl {
    return requireControl(this.#parts.control);
  }

  /** What the SDK printed since the adapter started: the last lines. */
  get noise(): readonly string[] {
    return this.#parts.connection.noise;
  }

  /** Bytes as an argument. */
  blob(bytes: Uint8Array, facts = { name: 'clip.mp4', mime: 'video/mp4' }): BlobRef {
    const { blob, limits } = this.#parts.connection.welcome;
    return this.#parts.blobs.offer(bytes, facts, blob, limits?.maxInlineBytes);
  }

  /** A URL from which the SDK can download the bytes. */
  urlOf(bytes: Uint8Array, mime: string): string {
    return this.#parts.blobs.url(bytes, mime);
  }

  /** A file on this machine with the bytes, for an SDK that reads files. */
  pathOf(bytes: Uint8Array, name: string): string {
    return this.#parts.blobs.path(bytes, name);
  }

  /** Makes a client of the SDK. The case's own key and the recorder by default. */
  async open(config: Partial<SessionConfig> = {}): Promise<Called & { session: string }> {
    const session = `${this.#parts.caseId}#${++this.#sessions}`;
    const { recorder, connection, caseId } = this.#parts;
    const full = { baseUrl: recorder.url, realtimeUrl: recorder.realtimeUrl, apiKey: this.key, ...config };
    const opened = await this.#opened(connection.open(session, full, caseId));
    return { ...this.#called(opened), session };
  }

  /** Calls the SDK through its default client, or one opened before. Hung and crashed calls end the case. */
  async call(
    op: string,
    args: Record<string, unknown>,
    options: { deadlineMs?: number; session?: string; cancelWhen?: () => boolean } = {},
  ): Promise<Called> {
    const session = options.session ?? (await this.#defaultSession());
    const deadlineMs = options.deadlineMs ?? this.#timeouts.callMs;
    const { connection, caseId } = this.#parts;
    let id = '';
    const pending = connection.call(session, op, args, {
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
      return this.#called(await this.#finished(pending, id, op, deadlineMs));
    } finally {
      clearInterval(cancel);
    }
  }

  /** The events of a realtime session so far. */
  eventsOf(handle: string): readonly AdapterEvent[] {
    return this.#parts.connection.eventsOf(handle);
  }

  /** Waits until something holds, checking every 50 ms. Returns whether it does. */
  async until(holds: () => boolean, ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    while (!holds()) {
      if (performance.now() > end) return false;
      await sleep(50);
    }
    return true;
  }

  /** The requests of the SDK, in order; of one method and one path (without its query) where given. */
  sent(method?: string, path?: RegExp): Recorded[] {
    return this.#parts.recorder.recorded.filter(
      (each) =>
        (method === undefined || each.method === method) &&
        (path === undefined || path.test(each.path.split('?')[0] ?? '')),
    );
  }

  /** An exchange for a check, so that the report links to it. */
  answer(recorded: Recorded): Reply {
    const { status = 0, answer, answerHeaders = {} } = recorded;
    const headers = new Headers();
    for (const [name, value] of Object.entries(answerHeaders)) headers.set(name, String(value));
    const exchange = exchangeOf(recorded, this.key);
    return new Reply(exchange, status, headers, answer, exchange.durationMs);
  }

  /** Waits in real time. */
  async pause(ms: number): Promise<void> {
    await sleep(ms);
  }

  /** Ends the session. A rule that never fired proves nothing, so the case is then not exercised. */
  async end(): Promise<void> {
    const { connection, control, caseId } = this.#parts;
    if (connection.gone === undefined && this.#session !== undefined)
      await within(
        this.#timeouts.closeMs,
        connection.close(this.#session, caseId).catch(() => undefined),
      );
    const unused = (await control?.unusedRules()) ?? [];
    this.precondition(
      unused.length === 0,
      `these rules of the mock server never fired: ${unused.join(', ')}.`,
    );
  }

  get #timeouts() {
    return this.#parts.core.timeouts;
  }

  #called(finished: Finished): Called {
    return calledFrom(finished, this.#parts.connection.welcome.sdk.language.toLowerCase());
  }

  async #defaultSession(): Promise<string> {
    if (this.#session !== undefined) return this.#session;
    const opened = await this.open();
    this.precondition(opened.ok, `the SDK made no client: ${opened.error?.type} ${opened.error?.message}`);
    return (this.#session = opened.session);
  }

  /** Waits for a client. One that is not made in time hangs; so does the adapter, when it never answered a call. */
  async #opened(pending: Promise<Finished>): Promise<Finished> {
    const { answerMs } = this.#timeouts;
    const opened = await within(answerMs, pending);
    if (opened !== undefined) return opened;
    pending.catch(() => undefined);
    const what = `open had no result within ${answerMs} ms.`;
    throw this.#parts.connection.answered
      ? new Hung(what)
      : new AdapterUnusable(`It greeted, and then ${what}`);
  }

  /** Waits for a result. At the deadline it cancels the call, and waits a little longer. */
  async #finished(pending: Promise<Finished>, id: string, op: string, deadlineMs: number): Promise<Finished> {
    const { cancelMs } = this.#timeouts;
    const inTime = await within(deadlineMs, pending);
    if (inTime !== undefined) return inTime;
    this.#parts.connection.cancel(id);
    if ((await within(cancelMs, pending)) !== undefined)
      throw new CaseAbort('hung', `${op} had no end after ${deadlineMs} ms; it ended when it was cancelled.`);
    pending.catch(() => undefined);
    throw new Hung(`${op} had no end after ${deadlineMs} ms, nor ${cancelMs} ms after it was cancelled.`);
  }
}
