import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { lipsyncNeeds, prepare } from '../python/setup.js';

const driver = fileURLToPath(new URL('drive.py', import.meta.url));
/** The last version with a client for LipSync Live. */
const prepared = prepare('0.0.37', lipsyncNeeds);

interface Outcome {
  readonly scenario: string;
  readonly loud?: number;
  readonly shut?: number;
  readonly colour?: readonly number[];
  readonly message?: string;
}

describe('decart 0.0.37, RealtimeLipsyncClient', () => {
  if ('missing' in prepared) {
    if (process.env['CI'] === 'true') throw new Error(prepared.missing);
    test.skipIf(reportSkip(prepared.missing))('has its requirements', () => undefined);
    return;
  }
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    // A busy machine may send no picture for half a second.
    const limits = { lipsyncFlushMs: 5_000 };
    await using served = await startMock({ asOf: '2026-03-01', render: 'echo', limits });
    await using retired = await startMock({ asOf: '2026-05-10', render: 'echo' });
    const { stdout } = await promisify(execFile)(prepared.python, [driver, served.url, retired.url], {
      timeout: 80_000,
    });
    for (const line of stdout.trim().split('\n')) {
      const outcome = JSON.parse(line) as Outcome;
      outcomes.set(outcome.scenario, outcome);
    }
  }, 90_000);

  test('sends 50 pictures and a WAV at once, and reads 50 results in time and in their size', () => {
    expect(outcomes.get('file')).toMatchObject({ pictures: 50, sizes: [[800, 450, 3]] });
  });

  test('gets the sound of the WAV on results 0 and 16, byte for byte, and zeros on 32 and 48', () => {
    const sound = Array.from({ length: 50 }, (_, at) => (at % 16 === 0 ? 20_480 : 0));
    expect(outcomes.get('file')).toMatchObject({ sound, carried: true, silent: [false, false, true, true] });
  });

  test('sees the mouth open on a loud picture and shut on a silent one, in the colours it sent', () => {
    const { loud, shut, colour = [] } = outcomes.get('file') ?? { scenario: 'none' };
    expect(loud).toBeGreaterThan(0.4);
    expect(shut).toBeLessThan(0.05);
    const [blue = 0, green = 0, red = 0] = colour;
    expect(Math.abs(blue - 200) + Math.abs(green - 40) + Math.abs(red - 90)).toBeLessThan(30);
  });

  test('a client with the standard alphabet at 8 pictures a second gets 2 s of sound on the first', () => {
    expect(outcomes.get('standard')).toEqual({
      scenario: 'standard',
      ack: { type: 'config_ack' },
      sound: true,
      others: Array(15).fill(''),
      size: [640, 360, 3],
    });
  });

  test.each([
    ['bad key', 'Invalid API key'],
    ['retired', 'This model has been retired.'],
  ])('%s: the exception shows the text', (scenario, text) => {
    expect(outcomes.get(scenario)?.message).toContain('Configuration not acknowledged by server');
    expect(outcomes.get(scenario)?.message).toContain(text);
  });
});
