import type { Request } from 'express';
import type { Identity, World } from '../../world/world.js';
import type { FormReader } from './form.js';

/** What every operation can reach. */
export interface HttpContext {
  readonly world: World;
  readonly readForm: FormReader;
  /** Whether a client token may be used from an origin; undefined without the header. */
  readonly admitsOrigin: (token: NonNullable<Identity['token']>, origin: string | undefined) => boolean;
  /** Receives defects of the mock server: failures that are not meant for the client. */
  readonly onDefect: (error: unknown, request: Request) => void;
}
