import type { Request } from 'express';
import type { World } from '../../world/world.js';
import type { FormReader } from './form.js';

/** What every operation can reach. */
export interface HttpContext {
  readonly world: World;
  readonly readForm: FormReader;
  /** Receives defects of the mock server: failures that are not meant for the client. */
  readonly onDefect: (error: unknown, request: Request) => void;
}
