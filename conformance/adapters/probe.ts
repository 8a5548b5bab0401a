import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Timeouts } from '../engine/timeouts.js';
import type { AdapterBlobs } from './blobs.js';
import type { Finished } from './calls.js';
import type { AdapterConnection } from './connection.js';
import { operations, type BlobRef, type CallOutcome } from './protocol.js';

/** Notes one finding: what is checked, whether it holds, and what to do when it does not. */
export type Note = (what: string, ok: boolean, advice: string) => void;

/** An answer did not arrive in time. */
export class LateAnswer extends Error {}

const caseId = 'adapter.check';
const nowhere = 'http://127.0.0.1:9';

/** Asks an adapter everything that needs no service. Throws LateAnswer and AdapterCrash. */
export class Probe {
  constructor(
    private readonly adapter: AdapterConnection,
    private readonly blobs: AdapterBlobs,
    private readonly note: Note,
    private readonly timeouts: Timeouts,
  ) {}

  async run(): Promise<void> {
    await this.adapter.jitter();
    this.note('it answers pings', true, '');
    await this.#refusesUnclaimedOperations();
    await this.#echoesText();
    await this.#readsBlobs();
    await this.#runsConcurrently();
    await this.#cancels();
    await this.#reportsConstructors();
  }

  async #refusesUnclaimedOperations(): Promise<void> {
    const { capabilities } = this.adapter.welcome;
    const claims = (op: string) => capabilities.some((claimed) => claimed === op);
    this.note(
      'it claims the two operations of its own',
      claims('adapter.echo') && claims('adapter.sleep'),
      'Claim and serve adapter.echo {value} and adapter.sleep {ms}: they prove the pipe.',
    );
    const invented = `kit.${randomBytes(4).toString('hex')}`;
    const answered: string[] = [];
    for (const op of ['queue.telepathy', invented, ...operations.filter((each) => !claims(each))]) {
      const { outcome } = await this.#call(op);
      if (outcome.outcome !== 'unsupported') answered.push(`${op} by ${outcome.outcome}`);
    }
    this.note(
      'it answers "unsupported" to what it does not claim, made-up operations included',
      answered.length === 0,
      `Answered differently: ${answered.join(', ')}.`,
    );
  }

  async #echoesText(): Promise<void> {
    const texts = {
      empty: '',
      quotes: '"\\\n\t',
      planes: 'Zürich 日本語 🏔️ \u2028\u2029 \u0000',
      nested: [{ a: [null, true, 1.5] }],
    };
    const back = await this.#echo(texts);
    this.note(
      'it echoes text of every plane',
      isDeepStrictEqual(back, texts),
      `${differences(texts, back)} Read and write UTF-8, split lines at LF only, and answer with the value alone.`,
    );
    const long = 'x'.repeat(900_000);
    this.note(
      'it echoes a line of 900 kB',
      (await this.#echo(long)) === long,
      'Read lines up to LF, however long, and write each in one piece.',
    );
  }

  async #readsBlobs(): Promise<void> {
    const { blob = ['inline'], limits } = this.adapter.welcome;
    const most = blob.some((way) => way !== 'inline') ? 1024 * 1024 : (limits?.maxInlineBytes ?? 65_536);
    for (const size of [0, most]) {
      const facts = { name: 'zeros', mime: 'application/octet-stream' };
      const { $blob: offered } = this.blobs.offer(new Uint8Array(size), facts, blob, limits?.maxInlineBytes);
      const back = (await this.#echo({ $blob: offered })) as Partial<BlobRef> | null;
      this.note(
        `it reads a blob of ${size} bytes`,
        back?.$blob?.sha256 === offered.sha256 && back.$blob.size === size,
        `Came back: ${JSON.stringify(back)}. adapter.echo of a $blob reads the bytes and returns their size and sha256.`,
      );
    }
  }

  async #runsConcurrently(): Promise<void> {
    if ((this.adapter.welcome.limits?.maxConcurrent ?? 1) === 1) return;
    const began = performance.now();
    await Promise.all([this.#call('adapter.sleep', { ms: 600 }), this.#call('adapter.sleep', { ms: 600 })]);
    const took = performance.now() - began;
    this.note(
      'two calls run concurrently',
      took < 1150,
      `Two sleeps of 600 ms took ${Math.round(took)} ms. Answer calls as tasks, or claim maxConcurrent 1.`,
    );
  }

  async #cancels(): Promise<void> {
    const ms = this.timeouts.answerMs / 2;
    const { outcome, ms: took } = await this.#call('adapter.sleep', { ms }, (id) =>
      setImmediate(() => this.adapter.cancel(id)),
    );
    this.note(
      'a cancelled sleep ends at once, as an error',
      took < ms - 100 && outcome.outcome === 'error',
      `It ended after ${Math.round(took)} of ${ms} ms as ${outcomeText(outcome)}.`,
    );
  }

  async #reportsConstructors(): Promise<void> {
    const env = { DECART_API_KEY: '' };
    const keyless = await this.#open('check-none', { baseUrl: nowhere, apiKey: null, env });
    this.note(
      'a constructor without a key reports its error',
      keyless.outcome.outcome === 'error',
      `open returned ${outcomeText(keyless.outcome)}. Give the SDK no key, and report what it throws.`,
    );
    const opened = await this.#open('check', { baseUrl: nowhere, apiKey: 'dct_check' });
    this.note('a client is made', opened.outcome.outcome === 'ok', outcomeText(opened.outcome));
    const closed = await this.#withTimeout('close', this.adapter.close('check', caseId));
    this.note('a client is dropped', closed.outcome.outcome === 'ok', outcomeText(closed.outcome));
  }

  #open(session: string, config: Parameters<AdapterConnection['open']>[1]): Promise<Finished> {
    return this.#withTimeout('open', this.adapter.open(session, config, caseId));
  }

  async #echo(value: unknown): Promise<unknown> {
    const { outcome } = await this.#call('adapter.echo', { value });
    return outcome.outcome === 'ok' ? outcome.value : outcome;
  }

  #call(op: string, args: Record<string, unknown> = {}, started?: (id: string) => void): Promise<Finished> {
    const options = { deadlineMs: this.timeouts.answerMs, case: caseId, ...(started ? { started } : {}) };
    return this.#withTimeout(op, this.adapter.call(null, op, args, options));
  }

  async #withTimeout(what: string, finishing: Promise<Finished>): Promise<Finished> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const words = `${what} got no result within ${this.timeouts.answerMs} ms.`;
      timer = setTimeout(() => reject(new LateAnswer(words)), this.timeouts.answerMs);
    });
    try {
      return await Promise.race([finishing, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Which members of an object came back changed, in words; all of it where no single member did. */
function differences(sent: Readonly<Record<string, unknown>>, back: unknown): string {
  const received = (typeof back === 'object' && back !== null ? back : {}) as Record<string, unknown>;
  const changed = Object.entries(sent)
    .filter(([name, value]) => name in received && !isDeepStrictEqual(received[name], value))
    .map(([name, value]) => `"${name}" came back as ${json(received[name])} and not as ${json(value)}.`);
  return changed.length > 0 ? changed.join(' ') : `Came back: ${json(back)} and not ${json(sent)}.`;
}

const json = (value: unknown) => JSON.stringify(value) ?? 'nothing';

/** An outcome for a message, without the fields of every line of the protocol. */
const outcomeText = (outcome: CallOutcome) => JSON.stringify({ ...outcome, kit: undefined, t: undefined });
