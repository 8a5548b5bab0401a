import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { parseBaseline, type BaselineEntry } from '../engine/baseline.js';
import { exitCodes } from '../engine/exit-code.js';
import { UsageError } from '../engine/filter.js';
import type { Run } from '../engine/run.js';
import { parseReport } from '../report/json.js';

/** Gathers an option that may be given several times. */
export const several = (value: string, before: string[]) => [...before, value];

/** Reads an option that is a number from 0 on. */
export function number(value: string): number {
  const parsed = Number(value);
  const wrong = value.trim() === '' || !Number.isFinite(parsed) || parsed < 0;
  if (wrong) throw new InvalidArgumentError('It must be a number from 0 on.');
  return parsed;
}

/** Reads an option that counts something of which there must be one. */
export function count(value: string): number {
  const parsed = number(value);
  if (!Number.isInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return parsed;
}

/** What npm tells a second time comes this soon; ms. Nobody presses a key twice that fast. */
const echoMs = 250;

/**
 * Runs with a signal that aborts at the first Ctrl-C, so that cases under way clean up and reports are written. The
 * second does not wait. The code is that of the signal, if one came.
 */
export async function interruptible<T>(
  run: (interrupted: AbortSignal) => Promise<T>,
): Promise<{ value: T; code: number | undefined }> {
  const interruption = new AbortController();
  let code: number | undefined;
  let since = 0;
  const stop = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (code === undefined) {
      since = performance.now();
      code = 128 + constants.signals[signal];
      console.error('Stopping: the cases under way come to their end. Once more leaves at once.');
      interruption.abort();
    } else if (performance.now() - since > echoMs) process.exit(code);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return { value: await run(interruption.signal), code };
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Turns mistakes of the caller into one sentence and exit code 2, and defects of the kit into exit code 3. */
export async function guarded(action: () => void | Promise<void>): Promise<void> {
  try {
    await action();
  } catch (fault) {
    const usage = fault instanceof UsageError;
    console.error(usage ? fault.message : fault);
    process.exitCode = usage ? exitCodes.usage : exitCodes.harness;
  }
}

/** The text of a file that the caller named. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** The known failures that the caller named; none when no file was named. */
export function readBaseline(file: string | undefined): BaselineEntry[] {
  if (file === undefined) return [];
  if (!existsSync(file))
    throw new UsageError(
      `There is no baseline ${file}. Make it of a report: --report json=r.json, then conformance baseline --update ${file} --from r.json.`,
    );
  return parseBaseline(readText(file));
}

/** A JSON report that the caller named. */
export function readReport(file: string): Run {
  const text = readText(file);
  try {
    return parseReport(text);
  } catch (cause) {
    throw new UsageError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The same object without what was not given. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
