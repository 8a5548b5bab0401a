import { readFile } from 'node:fs/promises';
import type { RunningMock } from '../../../src/index.js';
import { clip } from '../control/support.js';
import { connect, EMPTY_STATE, generating, startQuiet } from '../realtime/support/start.js';
import type { Closed, StreamClient } from '../realtime/support/stream-client.js';

const still = await readFile(new URL('../../../fixtures/input.png', import.meta.url));

export type Surface =
  'submit' | 'process' | 'job' | 'poll' | 'content' | 'quota' | 'connect' | 'session' | 'prompt' | 'image';

interface Got {
  readonly status: number;
  readonly bytes: number;
  readonly text: string;
  readonly complete: boolean;
}

/** Sends one magic value and describes the answer. Time is virtual, and stepped from timer to timer. */
export class Probe implements AsyncDisposable {
  readonly #key: string;
  readonly #prompt: string;
  readonly #headers: Record<string, string>;

  private constructor(
    readonly mock: RunningMock,
    value: string,
  ) {
    this.#key = value.startsWith('dct_') ? value : 'dct_magic';
    this.#prompt = value.startsWith('[mock:') ? `a robot ${value}` : 'a robot';
    const [name = '', json = ''] = value.split(/: (.*)/);
    this.#headers = { 'x-api-key': this.#key, ...(name === 'x-decart-mock' && { [name]: json }) };
  }

  static async start(value: string): Promise<Probe> {
    return new Probe(await startQuiet(), value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.mock.close();
  }

  async see(surface: Surface): Promise<string> {
    switch (surface) {
      case 'submit':
        return this.#exchange(() => this.#fetch('/v1/jobs/lucy-2.5', this.#form(clip, 'video/mp4')));
      case 'process':
        return this.#exchange(() => this.#fetch('/v1/generate/lucy-image-2', this.#form(still, 'image/png')));
      case 'quota':
        return this.#exchange(() => this.#fetch('/v1/realtime/quota'));
      case 'job':
        return this.#life(await this.#submitted());
      case 'poll': {
        const id = await this.#submitted();
        return this.#exchange(() => this.#fetch(`/v1/jobs/${id}`));
      }
      case 'content': {
        const id = await this.#submitted();
        await this.#account.clock.advance('10s');
        return this.#exchange(() => this.#fetch(`/v1/jobs/${id}/content`));
      }
      case 'connect':
        return this.#connection();
      case 'session':
        return this.#session();
      case 'prompt':
        return this.#acked({ type: 'prompt', prompt: this.#prompt }, 'prompt_ack');
      case 'image':
        return this.#acked(
          { type: 'set_image', image_data: still.toString('base64'), prompt: this.#prompt },
          'set_image_ack',
        );
    }
  }

  get #account() {
    return this.mock.account(this.#key);
  }

  #form(bytes: Uint8Array<ArrayBuffer>, type: string): RequestInit {
    const body = new FormData();
    body.set('data', new Blob([bytes], { type }));
    body.set('prompt', this.#prompt);
    return { method: 'POST', body };
  }

  #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.mock.url}${path}`, { ...init, headers: this.#headers });
  }

  async #submitted(): Promise<string> {
    const answer = await this.#fetch('/v1/jobs/lucy-2.5', this.#form(clip, 'video/mp4'));
    return ((await answer.json()) as { job_id: string }).job_id;
  }

  /** Describes one exchange, with its time on the account's clock. */
  async #exchange(ask: () => Promise<Response>): Promise<string> {
    let answered = false;
    const asked = ask().then(async (response): Promise<Got> => {
      answered = true;
      return read(response);
    });
    const refused = /^dct_(?:invalid|expired)/.test(this.#key);
    const clock = refused ? undefined : this.#account.clock;
    const now = async (): Promise<number> => (clock ? Date.parse((await clock.get()).now) : 0);
    const before = await now();
    const got = await this.#drive(asked, () => answered);
    if (typeof got === 'string') return got;
    const elapsed = (await now()) - before;
    return words(got) + (elapsed > 0 ? ` after ${elapsed / 1_000} s` : '');
  }

  /** Fires timers until the exchange is over, or it is certain that no answer comes. */
  async #drive(asked: Promise<Got>, answered: () => boolean): Promise<Got | string> {
    let over: Got | string | undefined;
    asked.then(
      (got) => (over = got),
      () => (over = 'the connection is reset'),
    );
    for (let quiet = 0; over === undefined && quiet < 20;) {
      // A round trip of another account: pending work of this one is done by then.
      await fetch(`${this.mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_bystander' } });
      const journalled = await this.#journalled();
      const hung = !answered() && journalled && (await this.#account.clock.get()).pending.length === 0;
      quiet = hung ? quiet + 1 : 0;
      if (journalled || this.#keyed) await this.#account.clock.next();
    }
    return over ?? 'no answer';
  }

  get #keyed(): boolean {
    return !/^dct_(?:invalid|expired)/.test(this.#key);
  }

  async #journalled(): Promise<boolean> {
    return this.#keyed && (await this.#account.journal.count()) > 0;
  }

  /** When each status begins, found by polling just before and after. */
  async #life(id: string): Promise<string> {
    const status = async (): Promise<string> =>
      ((await (await this.#fetch(`/v1/jobs/${id}`)).json()) as { status: string }).status;
    const [job] = await this.#account.jobs();
    const stages = (job?.stages ?? []).filter(({ at }, index, all) => all[index + 1]?.at !== at);
    const { clock } = this.#account;
    const now = async (): Promise<number> => Date.parse((await clock.get()).now);
    const begun = await now();
    const seen: string[] = [];
    for (const at of stages.map((stage) => Date.parse(stage.at))) {
      const before = at > (await now()) + 1 ? (await clock.advanceTo(at - 1), await status()) : undefined;
      if (at > (await now())) await clock.advanceTo(at);
      const after = await status();
      if (before === after) throw new Error(`The status is ${after} both before and at ${at - begun} ms.`);
      seen.push(at === begun ? after : `${after} after ${(at - begun) / 1_000} s`);
    }
    return seen.join(', ');
  }

  async #connection(): Promise<string> {
    await using client = await connect(this.mock, { key: this.#key });
    client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
    // Awaited here: the client is closed at the end of this function.
    return await Promise.race([
      client.closed.then(closeWords),
      client.next('generation_started').then(() => 'a session'),
    ]);
  }

  /** How a session ends within a minute. */
  async #session(): Promise<string> {
    await using client = await generating(this.mock, { key: this.#key });
    const { clock } = this.#account;
    const before = Date.parse((await clock.get()).now);
    const elapsed = async (): Promise<number> => Date.parse((await clock.get()).now) - before;
    let closed: Closed | void;
    do {
      await clock.next();
      closed = await Promise.race([client.settled(), client.closed]);
    } while (!closed && (await elapsed()) < 60_000);
    return closed ? `${closeWords(closed)} after ${(await elapsed()) / 1_000} s` : 'generating';
  }

  async #acked(message: object, type: string): Promise<string> {
    await using client = await generating(this.mock, { key: this.#key });
    const { clock } = this.#account;
    const before = Date.parse((await clock.get()).now);
    client.send(message);
    const settled = () => Promise.race([client.settled(), client.closed]);
    let closed = await settled();
    // Ticks of the session fire too; an ack that is not there after a minute will not come.
    while (!closed && client.of(type).length === 0 && Date.parse((await clock.get()).now) - before < 60_000) {
      await clock.next();
      closed = await settled();
    }
    // Messages right after the ack have arrived by then.
    const after = await settled();
    return (
      this.#ackWords(client, type, Date.parse((await clock.get()).now) - before) +
      sequelWords(client, after ?? undefined)
    );
  }

  #ackWords(client: StreamClient, type: string, elapsed: number): string {
    const [ack] = client.of(type);
    const [error] = client.of('error');
    if (!ack) return error ? `error ${String(error['error'])}` : 'no ack';
    const after = elapsed > 0 ? ` after ${elapsed / 1_000} s` : '';
    return (ack['success'] === true ? 'acked' : `refused with ${String(ack['error'])}`) + after;
  }
}

const closeWords = ({ code, reason }: Closed): string =>
  `closed with ${code}${reason === '' ? '' : ` ${reason}`}`;

function sequelWords(client: StreamClient, closed: Closed | undefined): string {
  const [ended] = client.of('generation_ended');
  if (ended) return `, then ended with ${String(ended['reason'])}`;
  if (!closed) return '';
  return closed.code === 1006 ? ', then cut off' : `, then ${closeWords(closed)}`;
}

async function read(response: Response): Promise<Got> {
  const pieces: Uint8Array[] = [];
  let complete = true;
  try {
    const reader = response.body?.getReader();
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read())
      pieces.push(step.value);
  } catch {
    complete = false;
  }
  const bytes = Buffer.concat(pieces);
  return { status: response.status, bytes: bytes.length, text: bytes.toString('utf8'), complete };
}

function words({ status, bytes, text, complete }: Got): string {
  if (!complete) return `${status}, cut after ${bytes} bytes`;
  if (status < 300)
    return text.startsWith('{') && !parses(text) ? `${status}, a body that does not parse` : String(status);
  const { detail, error } = JSON.parse(text) as { detail?: unknown; error?: unknown };
  return `${status} ${String(detail ?? error)}`;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
