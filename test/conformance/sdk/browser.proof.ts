import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAdapter } from '../../../conformance/adapters/check.js';
import { dialIn, type DialIn } from '../../../conformance/adapters/dial.js';
import { startDialling } from '../../../conformance/adapters/dialling-program.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { noBrowser } from '../../browser/with-page.js';
import { reportSkip } from '../../support/report-skip.js';
import { drive, resultOf } from './support/drive.js';

const adapter = fileURLToPath(new URL('../../../conformance/adapters/browser/adapter.mjs', import.meta.url));

describe.skipIf(reportSkip(noBrowser()))('realtime in a browser, through an adapter that dials out', () => {
  let mock: RunningMock;
  let server: DialIn;
  beforeAll(async () => {
    mock = await startMock({ seed: 'sdk-realtime' });
    const argv = [process.execPath, adapter, '--sdk', 'node_modules/sdk-0.1.20'] as const;
    server = await dialIn((url, onNoise) => startDialling(argv, url, onNoise));
  });
  afterAll(async () => {
    await server.close();
    await mock.close();
  });

  test('the adapter passes its check', { timeout: 60_000 }, async () => {
    const { findings } = await checkAdapter(server.open);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  });

  test(
    'a session joins, shows frames, waits for its acks and does not retry a bad key',
    { timeout: 120_000 },
    async () => {
      const filter = ['realtime.connect/*', 'realtime.prompt/*', 'realtime.refusal/permanent-is-final'];
      const run = await drive(mock.url, server.open, { filter });
      expect(run.results.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual(
        run.results.map(({ id }) => [id, 'pass', undefined]),
      );
      expect(run.results).toHaveLength(4);
      expect(resultOf(run, 'realtime.connect/handshake').checks.length).toBeGreaterThan(3);
    },
  );
});
