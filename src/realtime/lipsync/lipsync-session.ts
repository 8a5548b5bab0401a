/** One class, above 250 lines, because each part acts on the same state machine. */
import { ApiError } from '../../contract/errors.js';
import { redactText } from '../../contract/redaction/redact-text.js';
import type { SessionRecord } from '../../world/accounts/sessions.js';
import type { SessionEnd } from '../../world/billing/quota.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import type { LipsyncOperation } from '../../world/rules/operations.js';
import type { Decision } from '../../world/rules/types.js';
import type { TextShare } from '../../world/text/text-budget.js';
import { errorText, rejectionFor } from '../rejection.js';
import { SessionTimers } from '../session/session-timers.js';
import { ChunkAssembler, type Chunk } from './chunk-assembler.js';
import { chunkBytes, type LipsyncConfig } from './chunks.js';
import { LipsyncJournal } from './lipsync-journal.js';
import { applySocketEffects, isUnanswered, lateness, operationOf } from './message-rules.js';
import { configAck, refusal, roomBeside } from './messages.js';
import { LateMessages } from './late-messages.js';
import { PictureMeter } from './picture-meter.js';
import { bytesIn, type LipsyncFrame, type LipsyncInput } from './read-message.js';
import { Results, type ResultsHost } from './results.js';
import { SerialQueue } from './serial-queue.js';
import { SilenceTimer } from './silence-timer.js';
import type { LipsyncPorts, LipsyncTerms } from './types.js';

/** An idle socket is closed after this long; inferred. */
const IDLE_MS = 60_000;
/** Pictures and sound in work, above which the client is not read. */
const MAX_BACKLOG_BYTES = 64 * 1024 * 1024;
/** Messages in work, above which the client is not read. */
const MAX_BACKLOG = 1_000;
/** What a message in work takes beside its picture or sound, estimated. */
const INPUT_BYTES = 1_024;
/** Chunks in work, above which further pictures are not decoded. */
const MAX_CHUNKS = 4;
/** An incomplete chunk waits for at least this many picture times, so that slow pictures still share their sound. */
const MIN_FLUSH_PICTURES = 2;
/** Of the Python client. */
const DEFAULT_FPS = 25;
/** Room that a chunk's sound leaves for the picture it comes with, in bytes. */
const MIN_PICTURE_BYTES = 200_000;
const NORMAL = 1000;
const POLICY_VIOLATION = 1008;

/**
 * A LipSync Live session as a state machine: admitted, joined (configured), generating (the first picture came back),
 * ended. It knows no sockets. Messages and the account's clock drive it, and it answers through its ports.
 */
export class LipsyncSession implements ResultsHost {
  readonly record: SessionRecord;
  readonly #journal: LipsyncJournal;
  readonly #timers: SessionTimers;
  readonly #assembler = new ChunkAssembler();
  /** Messages are applied one after the other: a picture takes time to decode, and sound must not overtake it. */
  readonly #inputs: SerialQueue;
  readonly #results: Results;
  /** Messages in work, and pictures that wait, of the text budget. */
  readonly #text: TextShare;
  /** Sound that waits, of the same. */
  readonly #soundText: TextShare;
  #config: LipsyncConfig | undefined;
  readonly #late: LateMessages;
  readonly #flush: SilenceTimer;
  readonly #idle: SilenceTimer;

  constructor(
    id: string,
    readonly terms: LipsyncTerms,
    readonly ports: LipsyncPorts,
  ) {
    const { clock } = terms.account;
    this.record = {
      id,
      model: 'lipsync',
      dialect: 'lipsync',
      startedAt: clock.now(),
      stage: 'admitted',
      seconds: 0,
      credits: 0,
      ...(terms.cap?.reached && { capped: true }),
    };
    const { budget } = terms.account.settings.text;
    this.#text = budget.share();
    this.#soundText = budget.share();
    this.#timers = new SessionTimers(clock);
    this.#journal = new LipsyncJournal(this.record, terms);
    this.#inputs = new SerialQueue((error) => ports.defect(error));
    this.#results = new Results(this, new PictureMeter(this.record, terms));
    this.#late = new LateMessages(clock, this.#timers);
    this.#flush = new SilenceTimer(clock, this.#timers, 'incomplete LipSync chunk', () => this.#flushChunk());
    this.#idle = new SilenceTimer(clock, this.#timers, 'idle LipSync socket', () => this.#closeIdle());
    const { capped } = this.record;
    this.#journal.stage('lipsync.connect', 'admitted', capped && { capped });
    this.#idle.restart(IDLE_MS);
  }

  get ended(): boolean {
    return this.record.stage === 'ended';
  }

  receive(frame: LipsyncFrame): void {
    if (this.ended) return;
    this.#idle.restart(IDLE_MS);
    if (frame.kind === 'message' && frame.message.type === 'video_input') this.#restartFlush();
    const bytes = INPUT_BYTES + bytesIn(frame);
    if (!this.#text.fits(bytes)) return this.fail(new ApiError('text_full'));
    this.#text.take(bytes);
    void this.#inputs
      .add(() => this.#handle(frame), bytes)
      .then(() => {
        this.#text.give(bytes);
        this.#pace();
      });
    this.#pace();
  }

  refuse(problem: string, operation: LipsyncOperation = 'lipsync.video'): void {
    if (this.ended) return;
    const message = refusal(problem);
    this.#journal.sent(operation, message);
    this.ports.send(message);
  }

  fail(error: ApiError): void {
    const { text, closeCode, reason } = rejectionFor(error);
    this.refuse(text);
    this.ports.close(closeCode, reason);
  }

  answered(chunk: Chunk, results: number): void {
    if (this.record.stage === 'joined') {
      this.record.stage = 'generating';
      this.#journal.stage('lipsync.video', 'generating');
    }
    this.#journal.answered(chunk, results);
    this.#text.give(chunk.pictures.reduce((sum, { picture }) => sum + picture.heldBytes, 0));
    this.#pace();
  }

  /** The connection is closed. Its slot becomes free, sooner after a clean end than after a crash. */
  finish(how: SessionEnd, reason: string): void {
    if (this.ended) return;
    const { account } = this.terms;
    this.record.stage = 'ended';
    this.record.endedAt = account.clock.now();
    this.record.endReason = redactText(reason);
    this.#timers.cancelAll();
    this.#assembler.sound.clear();
    this.#text.close();
    this.#soundText.close();
    account.sessions.close(this.record.id);
    account.organisation.quota.release(this.record.id, how);
    const { seconds, credits } = this.record;
    this.#journal.stage('lipsync.connect', 'closed', { how, reason, seconds, credits });
  }

  /** Applies the rules that fired for an operation of this session. */
  applyRules({ effects, rules }: Decision, operation: LipsyncOperation): void {
    if (rules.length > 0)
      this.#journal.fired(
        operation,
        rules,
        effects.map(({ type }) => type),
      );
    applySocketEffects(effects, this.#timers, this.ports);
  }

  async #handle(frame: LipsyncFrame): Promise<void> {
    if (this.ended) return;
    const operation = frame.kind === 'message' ? operationOf(frame.message) : 'lipsync.connect';
    this.#journal.received(operation, frame);
    if (frame.kind === 'invalid') return this.refuse(frame.problem, operation);
    if (frame.kind === 'unknown') return;
    const { message } = frame;
    if (!this.#config && message.type !== 'config') {
      this.refuse(`The first message must be config, not ${message.type}`, operation);
      return this.ports.close(POLICY_VIOLATION, 'config expected');
    }
    const { account } = this.terms;
    const decision = account.rules.decide(operation);
    await this.#late.after(lateness(decision.effects, account), async () => {
      if (this.ended) return;
      await this.#apply(message, decision.effects, operation);
      if (!this.ended) this.applyRules(decision, operation);
    });
  }

  async #apply(
    message: LipsyncInput,
    effects: readonly Effect[],
    operation: LipsyncOperation,
  ): Promise<void> {
    const ack = effect(effects, 'ack');
    const injected = effect(effects, 'error');
    if (injected) return this.refuse(errorText(injected.code), operation);
    if (ack?.fail !== undefined) return this.refuse(ack.fail, operation);
    if (message.type === 'config')
      return this.#configure(message, isUnanswered(effects) ? 0 : (ack?.times ?? 1));
    if (isUnanswered(effects)) return;
    const { sound } = this.#assembler;
    if (message.type === 'video_input') return this.#addPicture(message.picture);
    if (message.type === 'interrupt_audio') sound.clear();
    else this.#addSound(message.sound, operation);
    this.#soundText.hold(this.#assembler.sound.bytes);
  }

  #addSound(added: Buffer, operation: LipsyncOperation): void {
    const { sound } = this.#assembler;
    if (!this.#text.fits(added.length)) return this.fail(new ApiError('text_full'));
    if (!sound.add(added))
      this.refuse(`The sound was dropped: ${sound.bytes} bytes wait for their pictures already`, operation);
  }

  #configure({ video_fps, audio_sample_rate }: LipsyncConfig, acks: number): void {
    const config = { video_fps, audio_sample_rate };
    const bytes = chunkBytes(config);
    if (roomBeside(bytes) < MIN_PICTURE_BYTES) {
      const chunk = `${bytes} bytes of sound for 16 pictures`;
      return this.refuse(`${chunk} do not fit into a message of 1 MiB`, 'lipsync.config');
    }
    this.#config = config;
    if (this.record.stage === 'admitted') {
      this.record.stage = 'joined';
      this.#journal.stage('lipsync.config', 'joined', config);
    }
    for (let times = acks; times > 0; times--) {
      this.#journal.sent('lipsync.config', configAck);
      this.ports.send(configAck);
    }
  }

  async #addPicture(jpeg: Buffer): Promise<void> {
    const picture = await this.terms.readPicture(jpeg);
    if (this.ended || !this.#config) return;
    if (!picture) return this.refuse('Field video_frame of video_input is not a JPEG that can be decoded');
    // As over realtime: a session under a capped token is acked and generates nothing; that LipSync did so is inferred.
    if (this.record.capped) return;
    if (!this.#text.fits(picture.heldBytes)) return this.fail(new ApiError('text_full'));
    this.#text.take(picture.heldBytes);
    const chunk = this.#assembler.add(picture, jpeg.length, this.#config);
    if (chunk) void this.#answer(chunk, this.#config);
    if (this.#results.waiting > MAX_CHUNKS) await this.#results.idle();
  }

  /** Waits from the arrival of a picture on, however long the pictures before it take. */
  #restartFlush(): void {
    const { lipsyncFlushMs } = this.terms.account.settings.limits;
    const pictureMs = 1000 / (this.#config?.video_fps ?? DEFAULT_FPS);
    if (lipsyncFlushMs > 0) this.#flush.restart(Math.max(lipsyncFlushMs, MIN_FLUSH_PICTURES * pictureMs));
  }

  /** Answers an incomplete chunk when no picture follows. Those that have arrived belong to it. */
  async #flushChunk(): Promise<void> {
    if (!this.#config) return;
    // A message that waits for the clock cannot be awaited here: the clock waits for this.
    if (this.#late.waiting) return this.#restartFlush();
    await this.#inputs.idle();
    if (this.ended || this.#assembler.incomplete === 0) return;
    await this.#answer(this.#assembler.take(this.#config), this.#config);
  }

  /** What the mock itself has in work is no silence of the client. */
  #closeIdle(): void {
    if (this.#inputs.waiting > 0 || this.#results.waiting > 0) return this.#idle.restart(IDLE_MS);
    this.ports.close(NORMAL, 'No input for 60 seconds');
  }

  #answer(chunk: Chunk, { video_fps }: LipsyncConfig): Promise<void> {
    this.#soundText.hold(this.#assembler.sound.bytes);
    return this.#results.add(chunk, video_fps);
  }

  /** Reads the client only as fast as its pictures are made. */
  #pace(): void {
    if (!this.ended)
      this.ports.read(this.#inputs.bytes < MAX_BACKLOG_BYTES && this.#inputs.waiting < MAX_BACKLOG);
  }
}
