import type { Request, Response } from 'express';
import type { Effect } from '../../world/rules/effects/effect.js';
import type { Clock } from '../../world/time/clock.js';

/** How an answer goes out: to whom, shaped by which effects, slowed on which clock. */
export interface Delivery {
  readonly request: Request;
  readonly response: Response;
  readonly effects: readonly Effect[];
  /** Undefined outside of an account. */
  readonly clock: Clock | undefined;
}
