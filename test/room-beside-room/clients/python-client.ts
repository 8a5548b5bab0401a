import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Observed } from '../observed.js';
import { found } from './room-client.js';

const program = fileURLToPath(new URL('participant.py', import.meta.url));

type Line =
  | { readonly subject: string; readonly event: string }
  | { readonly answer: unknown }
  | { readonly problem: string };

/** The `livekit` package of the Python SDK, in a process of its own. It publishes nothing. */
export class PythonClient implements AsyncDisposable {
  readonly #process: ChildProcessWithoutNullStreams;
  #stderr = '';
  #answer: { resolve: (value: unknown) => void; reject: (error: Error) => void } | undefined;

  constructor(
    python: string,
    readonly observed: Observed,
    readonly name = 'python',
  ) {
    this.#process = spawn(python, [program], { env: { ...process.env, PYTHONIOENCODING: 'utf-8' } });
    this.#process.stderr.on('data', (text: Buffer) => (this.#stderr += text.toString()));
    this.#process.on('exit', () => this.#answer?.reject(new Error(`Python ended: ${this.#stderr}`)));
    createInterface(this.#process.stdout).on('line', (line) => this.#read(JSON.parse(line) as Line));
  }

  async join(url: string, token: string): Promise<void> {
    const identities = (await this.#do('join', url, token)) as string[];
    this.observed.add(this.name, 'others', found(identities));
  }

  async say(text: string): Promise<void> {
    await this.#do('say', text);
  }

  setMetadata(metadata: string): Promise<void> {
    return this.#ask('setMetadata', metadata);
  }

  async leave(): Promise<void> {
    await this.#do('leave');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
  }

  async #ask(name: string, value: unknown): Promise<void> {
    await this.#do(name, value).catch((error: unknown) =>
      this.observed.add(this.name, 'room', `${name} failed: ${(error as Error).message}`),
    );
  }

  #do(name: string, ...values: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#process.stdin.write(`${JSON.stringify({ do: name, with: values })}\n`);
    });
  }

  #read(line: Line): void {
    if ('answer' in line) this.#answer?.resolve(line.answer);
    else if ('problem' in line) this.#answer?.reject(new Error(line.problem));
    else this.observed.add(this.name, line.subject, line.event);
  }
}
