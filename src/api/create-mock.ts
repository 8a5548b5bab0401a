import { mergeSettings } from './clock-settings.js';
import { makeMock, type Mock, type RunningMock } from './mock.js';
import type { MockOptions } from './mock-options.js';
import { checkOptions } from './scenario/options.js';
import { readScenario } from './scenario/read.js';
import type { Scenario } from './scenario/shape.js';

/**
 * Creates a mock that does not listen yet: `fetch` works without a port, `listen` makes it a `RunningMock`.
 * @throws TypeError that names each invalid option; RangeError for an unknown renderer; Error for the renderer
 * `transform` without its package
 */
export function createMock(options: MockOptions = {}): Mock {
  return makeMock(checkOptions(options));
}

/** Options of `startMock`. */
export interface StartOptions extends MockOptions {
  /** A scenario file (YAML or JSON), or its content. Other options override it. */
  readonly scenario?: string | Scenario;
}

/**
 * Starts a mock and resolves once it listens.
 * @throws TypeError for an invalid option or scenario; RangeError for an unknown renderer; Error for the renderer
 * `transform` without its package; the listener's error when the port is taken
 */
export async function startMock({ scenario, ...options }: StartOptions = {}): Promise<RunningMock> {
  if (scenario === undefined) return createMock(options).listen();
  return makeMock(mergeSettings(await readScenario(scenario), checkOptions(options))).listen();
}
