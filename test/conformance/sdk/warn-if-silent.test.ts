import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { warnIfSilent } from '../../../conformance/adapters/warn-if-silent.js';
import type { TransportEvents } from '../../../conformance/adapters/transport.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An adapter whose lines the test writes. */
async function started() {
  const said: string[] = [];
  const passed: string[] = [];
  let speak: TransportEvents | undefined;
  const open = warnIfSilent(
    async (events) => {
      speak = events;
      return { send: () => undefined, stop: async () => undefined };
    },
    (line) => said.push(line),
  );
  const note = (line: string) => void passed.push(line);
  await open({ onLine: note, onNoise: note, onGone: note });
  if (!speak) throw new Error('It was not opened.');
  return { said, passed, speak };
}

test('an adapter that prints nothing gets one warning, after three seconds', async () => {
  const { said } = await started();
  vi.advanceTimersByTime(2900);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(15_000);
  expect(said).toEqual([
    `Still waiting for the adapter's welcome: a line on its stdout, flushed, that starts with {"kit":1, So far it has printed nothing.`,
  ]);
});

test('the warning shows what else the adapter printed', async () => {
  const { said, passed, speak } = await started();
  speak.onNoise('warming up');
  speak.onLine('{"kit": 1, "t": "welcome"}');
  vi.advanceTimersByTime(3000);
  expect(said).toEqual([
    expect.stringMatching(/ So far it has printed 2 other lines, the last: \{"kit": 1, "t": "welcome"\}$/),
  ]);
  expect(passed).toEqual(['warming up', '{"kit": 1, "t": "welcome"}']);
});

test.each([
  ['greets in time', (speak: TransportEvents) => speak.onLine('{"kit":1,"t":"welcome"}')],
  ['goes away', (speak: TransportEvents) => speak.onGone('exited with code 1')],
])('an adapter that %s gets no warning', async (_, does) => {
  const { said, speak } = await started();
  does(speak);
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([]);
});
