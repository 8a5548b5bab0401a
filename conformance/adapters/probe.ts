import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BlobStore } from './blobs.js';
import type { AdapterConnection, Finished } from './connection.js';
import { operations, type BlobRef, type CallOutcome } from './protocol.js';

/** Notes one finding: what was looked at, whether it holds, and what to do when it does not. */
export type Note = (what: string, ok: boolean, advice: string) => void;

/** An answer that did not come in time. */
export class Late extends Error {}

const caseId = 'adapter.check';
const nowhere = 'http://127.0.0.1:9';

/** Asks an adapter everything that needs no service. Throws Late and AdapterCrash. */
export class Probe {
  constructor(
    private readonly adapter: AdapterConnection,
    private readonly blobs: BlobStore,
    private readonly note: Note,
    private readonly patienceMs: number,
  ) {}

  async run(): Promise<void> {
    await this.adapter.jitter();
    this.note('it answers pings', true, '');
    await this.#refusesWhatItHasNot();
    await this.#echoesText();
    await this.#readsBlobs();
    await this.#runsSideBySide();
    await this.#letsItselfBeCancelled();
    await this.#tellsOfConstructors();
  }

  async #refusesWhatItHasNot(): Promise<void> {
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
      `Answered otherwise: ${answered.join(', ')}.`,
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
      `${otherwise(texts, back)} Read and write UTF-8, divide lines at LF alone, and answer with the value alone.`,
    );
    const long = 'x'.repeat(900_000);
    this.note(
      'it echoes a line of 900 kB',
      (await this.#echo(long)) === long,
      'Read lines to their LF, however long, and write each in one piece.',
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
        `Came back: ${JSON.stringify(back)}. adapter.echo of a $blob reads the bytes and tells their size and sha256.`,
      );
    }
  }

  async #runsSideBySide(): Promise<void> {
    if ((this.adapter.welcome.limits?.maxConcurrent ?? 1) === 1) return;
    const began = performance.now();
    await Promise.all([this.#call('adapter.sleep', { ms: 600 }), this.#call('adapter.sleep', { ms: 600 })]);
    const took = performance.now() - began;
    this.note(
      'two calls run side by side',
      took < 1150,
      `Two sleeps of 600 ms took ${Math.round(took)} ms. Answer calls as tasks, or claim maxConcurrent 1.`,
    );
  }

  async #letsItselfBeCancelled(): Promise<void> {
    const ms = this.patienceMs / 2;
    const { outcome, ms: took } = await this.#call('adapter.sleep', { ms }, (id) =>
      setImmediate(() => this.adapter.cancel(id)),
    );
    this.note(
      'a cancelled sleep ends at once, as an error',
      took < ms - 100 && outcome.outcome === 'error',
      `It ended after ${Math.round(took)} of ${ms} ms as ${told(outcome)}.`,
    );
  }

  async #tellsOfConstructors(): Promise<void> {
    const env = { DECART_API_KEY: '' };
    const keyless = await this.#open('check-none', { baseUrl: nowhere, apiKey: null, env });
    this.note(
      'a constructor without a key is told as its error',
      keyless.outcome.outcome === 'error',
      `open came to ${told(keyless.outcome)}. Give the SDK no key, and report what it throws.`,
    );
    const opened = await this.#open('check', { baseUrl: nowhere, apiKey: 'dct_check' });
    this.note('a client is made', opened.outcome.outcome === 'ok', told(opened.outcome));
    const closed = await this.#inTime('close', this.adapter.close('check', caseId));
    this.note('a client is dropped', closed.outcome.outcome === 'ok', told(closed.outcome));
  }

  #open(session: string, config: Parameters<AdapterConnection['open']>[1]): Promise<Finished> {
    return this.#inTime('open', this.adapter.open(session, config, caseId));
  }

  async #echo(value: unknown): Promise<unknown> {
    const { outcome } = await this.#call('adapter.echo', { value });
    return outcome.outcome === 'ok' ? outcome.value : outcome;
  }

  #call(op: string, args: Record<string, unknown> = {}, started?: (id: string) => void): Promise<Finished> {
    const options = { deadlineMs: this.patienceMs, case: caseId, ...(started ? { started } : {}) };
    return this.#inTime(op, this.adapter.call(null, op, args, options));
  }

  async #inTime(what: string, finishing: Promise<Finished>): Promise<Finished> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const words = `${what} got no result within ${this.patienceMs} ms.`;
      timer = setTimeout(() => reject(new Late(words)), this.patienceMs);
    });
    try {
      return await Promise.race([finishing, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Which members of an object came back otherwise, in words; all of it where no member did. */
function otherwise(sent: Readonly<Record<string, unknown>>, back: unknown): string {
  const came = (typeof back === 'object' && back !== null ? back : {}) as Record<string, unknown>;
  const wrong = Object.entries(sent)
    .filter(([name, value]) => name in came && !isDeepStrictEqual(came[name], value))
    .map(([name, value]) => `"${name}" came back as ${json(came[name])} and not as ${json(value)}.`);
  return wrong.length > 0 ? wrong.join(' ') : `Came back: ${json(back)} and not ${json(sent)}.`;
}

const json = (value: unknown) => JSON.stringify(value) ?? 'nothing';

/** An outcome for people: without what every line of the protocol has. */
const told = (outcome: CallOutcome) => JSON.stringify({ ...outcome, kit: undefined, t: undefined });
