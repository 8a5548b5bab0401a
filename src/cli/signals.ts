import { constants } from 'node:os';
import type { RunningMock } from '../api/mock.js';
import { unusedRulesText } from './unused-rules.js';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** On Ctrl-C the terminal tells us and npm, and npm tells us once more; nobody presses a key twice that fast. */
const ECHO_NS = 250_000_000n;

/**
 * The first signal lets answers under way finish, for half a second, and leaves with 0. A second one does not wait:
 * 130 after SIGINT, 143 after SIGTERM.
 */
export function stopOnSignal(mock: Pick<RunningMock, 'close' | 'world'>, say: (line: string) => void): void {
  let since: bigint | undefined;
  const stop = (signal: (typeof signals)[number]): void => {
    const now = process.hrtime.bigint();
    if (since !== undefined) {
      if (now - since > ECHO_NS) process.exit(128 + constants.signals[signal]);
      return;
    }
    since = now;
    say('Stopping.');
    for (const line of unusedRulesText(mock.world)) process.stderr.write(`${line}\n`);
    mock.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('Stopping failed:', error);
        process.exit(1);
      },
    );
  };
  for (const signal of signals) process.on(signal, stop);
}
