import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { RunningMock } from '../../../src/index.js';
import type { ScenarioId } from './scenario-ids.js';
import type { ConnectRequest, Story, Subject } from './subject.js';

interface Answer {
  readonly n: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** The Python SDK, in a program that takes commands. */
export class PythonSubject implements Subject, AsyncDisposable {
  readonly name = 'Python 0.2.4';
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #commands = 0;

  constructor(python: string, mock: RunningMock, knownModel: string) {
    const driver = fileURLToPath(new URL('drive.py', import.meta.url));
    this.#child = spawn(python, [driver, mock.realtimeUrl, knownModel], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // The SDK logs every refusal; only the end of the program makes it worth reading.
    let said = '';
    this.#child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    this.#child.on('close', () => {
      for (const [n, answer] of this.#waiting) answer({ n, error: `The program has ended: ${said}` });
    });
    createInterface(this.#child.stdout).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const answer = JSON.parse(line) as Answer;
      this.#waiting.get(answer.n)?.(answer);
      this.#waiting.delete(answer.n);
    });
  }

  async connect(request: ConnectRequest): Promise<void> {
    await this.#ask({ do: 'connect', ...request });
  }

  async story(scenario: ScenarioId): Promise<Story> {
    return (await this.#ask({ do: 'story', scenario })) as Story;
  }

  async setPrompt(scenario: ScenarioId, prompt: string): Promise<void> {
    await this.#ask({ do: 'setPrompt', scenario, prompt });
  }

  async stopCamera(scenario: ScenarioId): Promise<void> {
    await this.#ask({ do: 'stopCamera', scenario });
  }

  async addCamera(scenario: ScenarioId): Promise<void> {
    await this.#ask({ do: 'addCamera', scenario });
  }

  async removeCamera(scenario: ScenarioId): Promise<void> {
    await this.#ask({ do: 'removeCamera', scenario });
  }

  rejoinRoom(): Promise<void> {
    throw new Error('The Python SDK keeps its room to itself.');
  }

  async disconnect(scenario: ScenarioId): Promise<void> {
    await this.#ask({ do: 'disconnect', scenario });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const left = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await left;
  }

  async #ask(command: object): Promise<unknown> {
    const n = ++this.#commands;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(n, resolve));
    this.#child.stdin.write(`${JSON.stringify({ n, ...command })}\n`);
    const { value, error } = await answered;
    if (error !== undefined) throw new Error(`The Python driver failed: ${error}`);
    return value;
  }
}
