import { constants } from 'node:os';
import { exitCodes } from '../engine/exit-code.js';
import { UsageError } from '../engine/filter.js';
import type { CommandIo } from './command-io.js';

/** Runs a command. A UsageError becomes one sentence and exit code 2, a defect of the kit exit code 3. */
export async function runCommand(io: CommandIo, command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (fault) {
    const usage = fault instanceof UsageError;
    io.err(usage ? fault.message : fault);
    io.exitCode = usage ? exitCodes.usage : exitCodes.harness;
  }
}

/** npm sends a signal a second time within this many ms; no user presses a key twice that fast. */
const echoMs = 250;

/**
 * Runs with a signal that aborts at the first Ctrl-C, so that cases under way clean up and reports are written. The
 * second Ctrl-C exits at once. `code` is that of the signal, if there was one.
 */
export async function interruptible<T>(
  io: CommandIo,
  run: (interrupted: AbortSignal) => Promise<T>,
): Promise<{ value: T; code: number | undefined }> {
  const interruption = new AbortController();
  let code: number | undefined;
  let since = 0;
  const stop = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (code === undefined) {
      since = performance.now();
      code = 128 + constants.signals[signal];
      io.err('Stopping after the cases under way. Press Ctrl-C again to exit at once.');
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
