import { inspect } from 'node:util';
import { printable } from '../../src/contract/redaction/printable.js';

/** What a command writes, and the exit code it leaves. A test passes its own instead of the process's. */
export interface CommandIo {
  /** Writes a line to stdout. */
  out(line: string): void;
  /** Writes a line, or a fault with its stack, to stderr. */
  err(line: unknown): void;
  /** The exit code of the command, once it has one. */
  exitCode?: number;
}

export const consoleIo = (): CommandIo => ({
  out: (line) => console.log(printable(line)),
  err: (line) => console.error(printable(typeof line === 'string' ? line : inspect(line))),
});
