import { request as httpRequest } from 'node:http';
import { WebSocket } from 'ws';
import { clip, picture } from '../../suites/fixtures/media.js';
import { sleep } from '../../engine/timing.js';

/** A form field of a script: text, or bytes with a file name. */
export type Part = [name: string, value: string | { bytes: Uint8Array; file: string }];

export const videoPart: Part = ['data', { bytes: clip(), file: 'clip.mp4' }];
export const imagePart: Part = ['data', { bytes: picture(16, 16), file: 'picture.png' }];
/** A prompt that makes the mock server complete the job at once, so that two polls suffice. */
export const instantPrompt: Part = ['prompt', 'a red hat [mock:instant]'];

interface ScriptRequest {
  form?: readonly Part[];
  json?: unknown;
  headers?: Record<string, string>;
  key?: string;
}

export interface ScriptAnswer {
  status: number;
  json: Record<string, unknown>;
  headers: Headers;
}

/** A minimal client that scripts drive. */
export class ScriptClient {
  constructor(
    /** Base URL, without a slash at its end. */
    readonly url: string,
    /** Key of the account. */
    readonly key: string,
  ) {}

  readonly wait = sleep;

  async request(
    method: string,
    path: string,
    { form, json, headers, key = this.key }: ScriptRequest = {},
  ): Promise<ScriptAnswer> {
    const body = form ? encode(form) : json === undefined ? undefined : JSON.stringify(json);
    const type = json === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(this.url + path, {
      method,
      headers: { 'x-api-key': key, ...type, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      json: isJson ? (JSON.parse(text) as ScriptAnswer['json']) : {},
      headers: response.headers,
    };
  }

  /** Submits the clip and gives the id of the job. */
  async submit(model = 'lucy-2.5', form: readonly Part[] = [instantPrompt, videoPart]): Promise<string> {
    return String((await this.request('POST', `/v1/jobs/${model}`, { form })).json['job_id']);
  }

  poll(job: string): Promise<ScriptAnswer> {
    return this.request('GET', `/v1/jobs/${job}`);
  }

  content(job: string): Promise<ScriptAnswer> {
    return this.request('GET', `/v1/jobs/${job}/content`);
  }

  async mint(options: object = {}, key = this.key): Promise<string> {
    return String((await this.request('POST', '/v1/client/tokens', { json: options, key })).json['apiKey']);
  }

  /** A GET with another Host header, as behind a proxy. */
  async requestAsHost(host: string, path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const outgoing = httpRequest(
        this.url + path,
        { headers: { host, 'x-api-key': this.key } },
        (answer) => {
          answer.resume().on('end', resolve);
        },
      );
      outgoing.on('error', reject).end();
    });
  }

  /** Opens a realtime connection. */
  connect(
    options: { model?: string; query?: string; key?: string; origin?: string } = {},
  ): Promise<ScriptSession> {
    const { model = 'lucy-2.5', query = '', key = this.key, origin } = options;
    const url = `${this.url.replace(/^http/, 'ws')}/v1/stream?api_key=${key}&model=${model}${query}`;
    const socket = new WebSocket(url, origin === undefined ? {} : { origin });
    return new Promise((resolve, reject) => {
      const session = new ScriptSession(socket);
      socket.on('open', () => resolve(session));
      socket.on('error', reject);
    });
  }
}

/** One realtime connection of a script. */
export class ScriptSession {
  readonly #seen: Record<string, unknown>[] = [];
  #wake = (): void => undefined;
  readonly ended: Promise<void>;

  constructor(private readonly socket: WebSocket) {
    this.ended = new Promise((resolve) => socket.on('close', () => resolve()));
    socket.on('message', (data: Buffer) => {
      this.#seen.push(JSON.parse(data.toString()) as Record<string, unknown>);
      this.#wake();
    });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Waits up to 15 s for a message of a type, and consumes it and those before it. */
  async receive(type: string): Promise<void> {
    for (const until = Date.now() + 15_000; Date.now() < until;) {
      const index = this.#seen.findIndex((message) => message['type'] === type);
      if (index >= 0) return void this.#seen.splice(0, index + 1);
      await Promise.race([new Promise<void>((resolve) => (this.#wake = resolve)), sleep(100)]);
    }
    throw new Error(`The original server sent no ${type}; it sent ${JSON.stringify(this.#seen)}.`);
  }

  /** Joins, and waits for the room. */
  async join(): Promise<void> {
    this.send({ type: 'livekit_join', passthrough: false });
    await this.receive('livekit_room_info');
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.ended;
  }

  /** Drops the connection without a close. */
  async drop(): Promise<void> {
    this.socket.terminate();
    await this.ended;
  }
}

function encode(parts: readonly Part[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value.bytes)]), value.file);
  }
  return form;
}
