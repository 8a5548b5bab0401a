import { mergeSettings } from './clock-settings.js';
import { makeMock, type Mock, type RunningMock } from './mock.js';
import type { MockOptions } from './mock-options.js';
import { checkOptions } from './scenario/options.js';
import { readScenario } from './scenario/read.js';
import type { Scenario } from './scenario/shape.js';

/**
 * A stand-in that does not listen yet: `fetch` works without, `listen` makes it a `RunningMock`.
 * @throws TypeError for options that do not fit, naming each; RangeError for a renderer that there is not; Error for
 * the renderer `transform` without its package
 */
export function createMock(options: MockOptions = {}): Mock {
  return makeMock(checkOptions(options));
}

/** What `startMock` takes besides. */
export interface StartOptions extends MockOptions {
  /** A scenario file (YAML or JSON), or what would stand in one. Options given beside it win. */
  readonly scenario?: string | Scenario;
}

/**
 * Starts a stand-in and resolves once it listens.
 * @throws TypeError for options or a scenario that do not fit; RangeError for a renderer that there is not; Error for
 * the renderer `transform` without its package; the listener's error when the port is taken.
 */
export async function startMock({ scenario, ...options }: StartOptions = {}): Promise<RunningMock> {
  if (scenario === undefined) return createMock(options).listen();
  return makeMock(mergeSettings(await readScenario(scenario), checkOptions(options))).listen();
}
