import type { RunningMock } from '../../../src/index.js';
import { pause, settled, until, type Scenario } from './scenario.js';
import type { ScenarioId } from './scenario-ids.js';
import type { Story, Subject } from './subject.js';

/** How long the output is watched at the end. */
const WATCH_MS = 2_500;

/** Runs one scenario with one client, and says in one line what its app has seen. */
export async function tell(
  mock: RunningMock,
  subject: Subject,
  model: string,
  scenario: Scenario,
): Promise<string> {
  const { id, key, prepare, then, watchOutput } = scenario;
  const request = {
    scenario: id,
    key,
    model,
    camera: 'moving',
    prompt: 'a red cat',
    showNewest: false,
  } as const;
  await subject.connect({ ...request, ...(await prepare?.(mock.world.account(key), subject.name)) });
  let seen: string | undefined;
  if (then) {
    const story = await until(subject, id, 'generating', ({ told }) => told.includes('generating'));
    seen = await then(subject, story);
  }
  const story = await settled(subject, id, scenario.quietMs ?? 5_000);
  const output = watchOutput ? await watch(subject, story, id, seen) : [];
  await subject.disconnect(id);
  return [...lineOf(story), ...output].join('; ');
}

async function watch(subject: Subject, before: Story, id: ScenarioId, seen?: string): Promise<string[]> {
  await pause(WATCH_MS);
  const after = await subject.story(id);
  const flows = (which: 'frames' | 'newestFrames'): boolean => (after[which] ?? 0) > (before[which] ?? 0);
  return [
    flows('frames')
      ? (seen ?? 'frames flow')
      : flows('newestFrames')
        ? 'no frames of the stream, frames of its newest track'
        : 'no frames',
    // SDK 0.0.46 does not tell of ticks.
    ...(subject.name === '0.0.46' ? [] : [after.ticks.length > before.ticks.length ? 'ticks' : 'no ticks']),
  ];
}

/** `connect()`, how often it was dialled, and what was told. */
function lineOf({ connect, dials, told }: Story): string[] {
  const states = told
    .filter((each) => each !== 'connecting')
    .filter((each, n, all) => each !== all[n - 1])
    // The first frame may come before or after the event `connected`.
    .filter((each, n, all) => each !== 'connected' || all[n + 1] !== 'generating')
    .filter((each, n, all) => each !== all[n - 1]);
  return [
    connect === 'resolves' ? 'connects' : (connect ?? 'pending'),
    ...(dials === 1 ? [] : [`${dials} dials`]),
    ...(states.length > 0 ? [states.join(' → ')] : []),
  ];
}
