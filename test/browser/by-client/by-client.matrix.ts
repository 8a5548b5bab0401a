import { describe, expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { prepare as prepareVenv, realtimeNeeds } from '../../clients/python/setup.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser, withPage, type PageOptions } from '../with-page.js';
import { BrowserSubject, libraryOf } from './browser-subject.js';
import { cellOf } from './expected.js';
import { PythonSubject } from './python-subject.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import type { ClientName, Subject } from './subject.js';
import { tell } from './tell.js';

/** A day of each client and a model of that day. */
const times: Readonly<Record<ClientName, { now: string; model: string }>> = {
  '0.0.46': { now: '2026-03-01T00:00:00Z', model: 'lucy_2_rt' },
  '0.1.20': { now: '2026-10-08T00:00:00Z', model: 'lucy-2.5' },
  '0.2 rules': { now: '2026-10-20T00:00:00Z', model: 'lucy-2.5' },
  'Python 0.2.4': { now: '2026-11-01T00:00:00Z', model: 'lucy-2.5' },
};

/** Runs `fn` with a client and a mock of its time. */
async function withSubject(
  name: ClientName,
  fn: (run: (scenario: Scenario) => Promise<string>) => Promise<void>,
): Promise<void> {
  const { now, model } = times[name];
  await using mock = await startMock({ seed: 'by-client', now, render: 'echo' });
  const runIn =
    (subject: Subject) =>
    (scenario: Scenario): Promise<string> =>
      tell(mock, subject, model, scenario).catch((error: Error) => `FAILED: ${error.message}`);
  if (name === 'Python 0.2.4') {
    if ('missing' in venv) throw new Error(venv.missing);
    await using subject = new PythonSubject(venv.python, mock, model);
    return await fn(runIn(subject));
  }
  const options: PageOptions =
    name === '0.0.46' ? { webSocket: { from: 'wss://api3.decart.ai', to: mock.realtimeUrl } } : {};
  await withPage(
    libraryOf[name],
    async (page) => fn(runIn(await BrowserSubject.in(page, name, mock, model))),
    options,
  );
}

const venv = prepareVenv('0.2.4', realtimeNeeds);
const missing = 'missing' in venv ? venv.missing : undefined;
if (missing !== undefined && process.env.CI === 'true') throw new Error(missing);

/** Refusals need no media, so they wait side by side; what shows pictures runs alone. */
const needsMedia = ({ watchOutput, then }: Scenario): boolean => watchOutput === true || then !== undefined;
const groups = [
  ['refusals and ends', scenarios.filter((each) => !needsMedia(each))],
  ['pictures', scenarios.filter(needsMedia)],
] as const;

for (const [name] of Object.entries(times) as [ClientName, unknown][]) {
  const reason = name === 'Python 0.2.4' ? missing : noBrowser();
  describe.skipIf(reportSkip(reason))(`an app on ${name}`, () => {
    test.each(groups)('sees in %s what the table says', { timeout: 400_000 }, async (_, group) => {
      const only = process.env.BY_CLIENT_ONLY?.split(',');
      const ran = group.filter(({ id, without }) => !without?.[name] && (only?.includes(id) ?? true));
      await withSubject(name, async (run) => {
        const seen: Record<string, string> = {};
        const note = async (scenario: Scenario): Promise<void> => {
          seen[scenario.id] = await run(scenario);
          console.info(`| ${name} | ${scenario.id} | ${seen[scenario.id]} |`);
        };
        if (ran.some(needsMedia)) for (const scenario of ran) await note(scenario);
        else await inTurns(ran, 4, note);
        expect(seen).toEqual(Object.fromEntries(ran.map(({ id }) => [id, cellOf(id, name)?.mock])));
      });
    });
  });
}

/** Runs `fn` for all, at most `width` at once. */
async function inTurns<T>(all: readonly T[], width: number, fn: (each: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await fn(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
