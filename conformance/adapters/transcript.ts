import { ownCopy } from '../../src/contract/redaction/redact-value.js';

const maxNoise = 200;
const maxCaseLines = 200;
const maxLines = 4000;
const shownNoise = 20;

/** Caps a line, so that an adapter that prints without end does not fill the memory. */
export const capped = (line: string) =>
  ownCopy(line.length > 2000 ? `${line.slice(0, 2000)}... (${line.length} characters)` : line);

/** The last lines of an adapter: those of the protocol, by case, and everything else it printed. */
export class Transcript {
  /** Lines that are not of the protocol, newest last. */
  readonly noise: string[] = [];
  readonly #lines: { id: string; line: string }[] = [];
  /** The case of each call and handle. */
  readonly #cases = new Map<string, string>();

  /** Assigns a call or a handle to a case. */
  assign(id: string, caseId: string): void {
    this.#cases.set(id, caseId);
  }

  caseOf(id: string): string {
    return this.#cases.get(id) ?? '';
  }

  /** Adds a line of the protocol about a call or a handle; about none where `id` is empty. */
  add(id: string, line: string): void {
    this.#lines.push({ id, line: capped(line) });
    if (this.#lines.length > maxLines) this.#lines.shift();
  }

  addNoise(line: string): void {
    this.noise.push(capped(line));
    if (this.noise.length > maxNoise) this.noise.shift();
  }

  /** The last lines of the protocol about a case. */
  of(caseId: string): string[] {
    return this.#lines
      .filter(({ id }) => this.#cases.get(id) === caseId)
      .map(({ line }) => line)
      .slice(-maxCaseLines);
  }

  /** The end of the noise, for an error message. */
  lastNoise(): string {
    return this.noise.length === 0 ? '' : ` Its last lines:\n${this.noise.slice(-shownNoise).join('\n')}`;
  }
}
