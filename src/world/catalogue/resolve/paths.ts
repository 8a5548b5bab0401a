import { day } from '../data/day.js';
import type { RealtimePath } from '../types.js';

/** A socket path at some time. `open`: it serves; `retired`: it did once. */
export interface OpenPath {
  readonly path: string;
  readonly state: 'open' | 'retired';
  /** The one model it serves; absent on `/v1/stream`, which serves all, and where there is no model name. */
  readonly model?: string;
}

/** `/v1/stream`, and what came beside it by then. */
export function pathsAt(paths: readonly RealtimePath[], at: number): OpenPath[] {
  const others = paths
    .filter((path) => day(path.from.on) <= at)
    .map((path): OpenPath => ({
      path: path.path,
      state: path.until && day(path.until.on) <= at ? 'retired' : 'open',
      ...(path.model && { model: path.model }),
    }));
  return [{ path: '/v1/stream', state: 'open' }, ...others];
}
