export { createMock, startMock, type StartOptions } from './create-mock.js';
export { DEFAULT_KEY, Mock, RunningMock } from './mock.js';
import type { MockOptions } from './mock-options.js';
import type { Scenario } from './scenario/shape.js';

export type { MockOptions, Scenario };
export { ControlError, type ControlErrorCode } from './handles/errors.js';
export type { ClockHandle, ClockMove } from './handles/clock-handle.js';
export type { JournalHandle } from './handles/journal-handle.js';
export type { FileView, JobView, MockAccount } from './handles/mock-account.js';
export type { CreditsHandle, QuotaHandle } from './handles/money-handles.js';
export type { RulesHandle } from './handles/rules-handle.js';
export type { PortlessFetch } from './portless/fetch.js';
export type { KeyOptions } from './world/world.js';
export type { Effect } from './world/rules/effects.js';
export type { RuleSpec } from './world/rules/rules.js';
export type { Snapshot } from './world/snapshot/shape.js';
export { readScenario } from './scenario/read.js';
export type { MockConfig } from './cli/settings.js';
