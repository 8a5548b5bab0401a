import type { Limits } from './accounts/limits.js';
import type { OrganisationsOptions } from './accounts/organisations.js';
import type { JobTiming } from './jobs/plan.js';
import type { PaceSetting } from './pace/pace.js';
import type { RuleInput } from './rules/types.js';
import type { Store } from './store.js';
import type { ClockOptions, OnDefect } from './time/clock.js';

export interface WorldOptions extends OrganisationsOptions {
  /** Same seed, same run; default a fresh one, which `start` prints. */
  readonly seed?: string;
  readonly clock?: ClockOptions;
  /** Catalogue date, epoch ms; default the clock's time. */
  readonly asOf?: number;
  /** Refuse keys that are neither in `keys` nor registered. */
  readonly strictKeys?: boolean;
  readonly timing?: Partial<JobTiming>;
  /** How fast accounts answer; default `fast`. A key's own `pace` is stronger. */
  readonly pace?: PaceSetting;
  readonly workers?: number;
  /** Realtime sessions that an account runs at once, further ones queue; default unlimited. */
  readonly sessionCapacity?: number;
  /** Rules that every account starts with. */
  readonly rules?: readonly RuleInput[];
  readonly limits?: Partial<Limits>;
  readonly store?: Store;
  /** Called with internal errors of the mock, such as a timer that throws. */
  readonly onDefect?: OnDefect;
  /** Called with each probable mistake of a client once, such as a misspelt directive in a prompt. */
  readonly onWarning?: (warning: string) => void;
}
