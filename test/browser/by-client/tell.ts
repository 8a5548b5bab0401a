import type { RunningMock } from '../../../src/index.js';
import { pause, settled, until, type Scenario } from './scenario.js';
import { showsOneCamera } from './scenarios.js';
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
  const request = { scenario: id, key, model, camera: 'moving', prompt: 'a red cat' } as const;
  await subject.connect({ ...request, ...(await prepare?.(mock.world.account(key), subject.name)) });
  if (then) {
    const story = await until(subject, id, 'generating', ({ told }) => told.includes('generating'));
    await then(subject, story);
  }
  const story = await settled(subject, id);
  const output = watchOutput ? await watch(subject, story, scenario) : [];
  await subject.disconnect(id);
  return [...lineOf(story), ...output].join('; ');
}

async function watch(subject: Subject, before: Story, { id }: Scenario): Promise<string[]> {
  await pause(WATCH_MS);
  const after = await subject.story(id);
  const flow = id !== 'two-tracks' ? 'flow' : showsOneCamera(after.rgb) ? 'of one camera' : 'of both cameras';
  return [
    after.frames > before.frames ? `frames ${flow}` : 'no frames',
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
