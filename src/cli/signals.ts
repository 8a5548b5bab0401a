import { constants } from 'node:os';
import type { RunningMock } from '../api/mock.js';
import { stopWithNpm } from './npm-parent.js';
import { unusedRulesText } from './unused-rules.js';

/** A terminal that closes sends SIGHUP. Without a handler, SIGHUP and SIGQUIT would leave temporary files. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** On Ctrl-C the terminal signals us and npm, and npm passes it on: a second signal this soon is not a second key press. */
const ECHO_NS = 250_000_000n;

/**
 * Stops gracefully on the first signal, or when npm ends: answers in flight get half a second, then the process exits
 * with 0. A second signal exits at once, with 128 and its number: 130 after SIGINT, 143 after SIGTERM.
 */
export function stopOnSignal(mock: Pick<RunningMock, 'close' | 'world'>, log: (line: string) => void): void {
  let since: bigint | undefined;
  const stop = (reason: string): void => {
    since = process.hrtime.bigint();
    log(reason);
    for (const line of unusedRulesText(mock.world)) process.stderr.write(`${line}\n`);
    mock.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('Cannot stop cleanly:', error);
        process.exit(1);
      },
    );
  };
  const onSignal = (signal: (typeof signals)[number]): void => {
    if (since === undefined) stop('Stopping.');
    else if (process.hrtime.bigint() - since > ECHO_NS) process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.on(signal, onSignal);
  stopWithNpm(() => {
    if (since === undefined) stop('Stopping: npm has ended.');
  });
}
