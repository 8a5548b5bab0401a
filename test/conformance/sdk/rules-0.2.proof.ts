import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAdapter } from '../../../conformance/adapters/check.js';
import { stdio } from '../../../conformance/adapters/stdio.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { drive } from './support/drive.js';

const file = fileURLToPath(new URL('../../../conformance/adapters/reference/adapter.mjs', import.meta.url));
const adapter = stdio([process.execPath, file, '--generation', '0.2']);

describe('the reference adapter with the client by the rules of SDK 0.2.x', () => {
  let mock: RunningMock;
  beforeAll(async () => void (mock = await startMock({ seed: 'rules-0.2' })));
  afterAll(() => mock.close());

  test('passes the check of adapters', { timeout: 60_000 }, async () => {
    const { findings } = await checkAdapter(adapter);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('passes every realtime case', { timeout: 200_000 }, async () => {
    const run = await drive(mock.url, adapter, { filter: ['realtime.**'] });
    expect(run.results.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual(
      run.results.map(({ id }) => [id, 'pass', undefined]),
    );
    expect(run.results.length).toBeGreaterThan(5);
  });
});
