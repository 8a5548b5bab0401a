import { expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { prepare as prepareVenv, realtimeNeeds } from '../../clients/python/setup.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser, withPage, type PageOptions } from '../with-page.js';
import { BrowserSubject, libraryOf } from './browser-subject.js';
import { cellOf } from './expected.js';
import { refusals } from './expected-refusals.js';
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
    const venv = pythonVenv();
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

const pythonVenv = () => prepareVenv('0.2.4', realtimeNeeds);

function missing(name: ClientName): string | undefined {
  if (name !== 'Python 0.2.4') return noBrowser();
  const venv = pythonVenv();
  const reason = 'missing' in venv ? venv.missing : undefined;
  if (reason !== undefined && process.env.CI === 'true') throw new Error(reason);
  return reason;
}

/** How many rows run side by side: refusals only wait, the others need a camera and an encoder each. */
const LANES = { refusals: Infinity, ends: 2, pictures: 2 } as const;

const laneOf = ({ id, watchOutput }: Scenario): keyof typeof LANES =>
  watchOutput === true ? 'pictures' : id in refusals && id !== 'capacity-once' ? 'refusals' : 'ends';

/** Registers the test of one client's column. `BY_CLIENT_ONLY=id,id` limits it to rows. */
export function testColumn(name: ClientName): void {
  test.skipIf(reportSkip(missing(name)))(
    `an app on ${name} sees what the table says`,
    { timeout: 500_000 },
    async () => {
      const only = process.env.BY_CLIENT_ONLY?.split(',');
      const rows = scenarios.filter(({ id, without }) => !without?.[name] && (only?.includes(id) ?? true));
      await withSubject(name, async (run) => {
        const seen: Record<string, string> = {};
        const began = Date.now();
        const note = async (scenario: Scenario): Promise<void> => {
          const from = Date.now();
          seen[scenario.id] = await run(scenario);
          const seconds = (at: number): string => ((at - began) / 1_000).toFixed();
          console.info(
            `| ${name} | ${scenario.id} | ${seen[scenario.id]} | ${seconds(from)} to ${seconds(Date.now())} s`,
          );
        };
        await Promise.all(
          Object.entries(LANES).map(([lane, width]) =>
            inTurns(
              rows.filter((row) => laneOf(row) === lane),
              width,
              note,
            ),
          ),
        );
        expect(seen).toEqual(Object.fromEntries(rows.map(({ id }) => [id, cellOf(id, name)?.mock])));
      });
    },
  );
}

/** Runs `fn` for all, at most `width` at once. */
async function inTurns<T>(all: readonly T[], width: number, fn: (each: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await fn(next);
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, worker));
}
