import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { prepare, realtimeNeeds } from '../python/setup.js';

const driver = fileURLToPath(new URL('drive.py', import.meta.url));
// The newest on PyPI in November 2026.
const prepared = prepare('0.2.4', realtimeNeeds);
const missing = 'missing' in prepared ? prepared.missing : undefined;
if (missing !== undefined && process.env['CI'] === 'true') throw new Error(missing);

test.skipIf(reportSkip(missing))(
  'the Python SDK publishes, receives, changes its state, is watched, and gives up at a bad key',
  { timeout: 150_000 },
  async () => {
    if ('missing' in prepared) return;
    await using mock = await startMock({ seed: 'python', now: '2026-11-01T00:00:00Z', render: 'testcard' });
    const { stdout } = await promisify(execFile)(
      prepared.python,
      [driver, mock.url, mock.realtimeUrl, 'lucy-2.5'],
      { timeout: 140_000 },
    );
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const [record] = mock.world.account('dct_python').sessions.list();
    expect(outcomes[0]).toEqual({
      scenario: 'session',
      frames: 10,
      viewed: 3,
      // "connected" is skipped when the first picture has come back before the SDK is done with publishing.
      states: expect.arrayContaining(['connecting', 'generating']) as unknown,
      ticks: [expect.any(Number)],
      errors: [],
      id: record?.id,
    });
    expect(outcomes[1]).toMatchObject({
      scenario: 'bad key',
      error: 'WebRTCError',
      message: 'Invalid API key',
    });
    expect(await mock.withoutAccount.journal.count({ error: 'invalid_api_key' })).toBe(1);
  },
);
