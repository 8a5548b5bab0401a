import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RunningMock } from '../../../src/index.js';
import { withSdk } from '../../browser/realtime/sdk-page.js';
import { Observed, type Observation } from '../observed.js';
import { startOn } from '../session-room.js';

const program = fileURLToPath(new URL('session.py', import.meta.url));
const MODEL = 'lucy-2.5';

/** Whole sessions of Decart's SDKs, on a mock with its embedded room or with a LiveKit deployment. */
export async function sessions(livekit: string | undefined, python: string): Promise<Observation[]> {
  const observed = new Observed();
  await using mock = await startOn(livekit, 'testcard');
  await pythonSession(mock, observed, python);
  await browserSession(mock, observed);
  return observed.list;
}

async function pythonSession(mock: RunningMock, observed: Observed, python: string): Promise<void> {
  const { stdout } = await promisify(execFile)(python, [program, mock.url, mock.realtimeUrl, MODEL], {
    timeout: 90_000,
  });
  for (const line of stdout.trim().split('\n')) {
    const { subject, event } = JSON.parse(line) as { subject: string; event: string };
    observed.add('Python SDK 0.2.4', subject, event);
  }
  reportRecord(mock, observed, 'dct_beside_python');
}

async function browserSession(mock: RunningMock, observed: Observed): Promise<void> {
  const see = (subject: string, event: string): void => observed.add('JavaScript SDK 0.1.20', subject, event);
  await withSdk('sdk-0.1.20', mock, async (page) => {
    await page.connect({ key: 'dct_beside_page', model: MODEL, prompt: 'a red cat', microphone: true });
    see('session', 'connects');
    const { rgb } = await page.frames(5);
    see('output', 'frames');
    await page.setPrompt('deep sea');
    see('session', 'prompt is acknowledged');
    await page.movedFrom(rgb, 30);
    see('output', 'another colour');
    const { errors, streams } = await page.until('a tick', ({ ticks }) => ticks.length > 0);
    see('session', `ticks, and is ${(await page.session()).state}`);
    see('output', `stream of ${[...new Set(streams.at(-1))].join(' and ')}`);
    for (const error of errors) see('session', `error: ${error}`);
    await page.disconnect();
    see('session', `disconnects, and is ${(await page.session()).state}`);
  });
  reportRecord(mock, observed, 'dct_beside_page');
}

/** What the mock recorded of the session. */
function reportRecord(mock: RunningMock, observed: Observed, key: string): void {
  const { journal, sessions: records } = mock.world.account(key);
  const kinds = journal.find().map(({ operation }) => operation);
  observed.add('mock', `${key} journal`, [...new Set(kinds)].join(', '));
  observed.add('mock', `${key} sessions`, String(records.list().length));
}
