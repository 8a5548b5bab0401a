import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAdapter, checkText } from '../../../conformance/adapters/check.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { checksThat, drive, misbehaving, reference } from './support/drive.js';
import { sorting } from './support/sorting.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'key-order' })));
afterAll(() => mock.close());

test('a client whose maps sort their keys mints tokens', async () => {
  const run = await drive(mock.url, sorting(reference), { filter: ['tokens.**'] });
  expect(checksThat(run, ({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(checksThat(run, ({ verdict }) => verdict === 'pass')).toContain(
    'tokens.mint/options-are-sent TOK-42',
  );
  expect(run.exitCode).toBe(0);
});

test('an adapter whose maps sort their keys passes its check', async () => {
  const report = await checkAdapter(sorting(reference));
  expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
});

test('the check names the text that an adapter changed, and how', async () => {
  const report = await checkAdapter(misbehaving('ascii'));
  expect(report.findings.filter(({ ok }) => !ok).map(({ what }) => what)).toEqual([
    'it echoes text of every plane',
  ]);
  const text = checkText(report);
  expect(text).toContain('"planes" came back as "Z?rich ??? ???');
  expect(text).not.toContain('"quotes" came back');
});
