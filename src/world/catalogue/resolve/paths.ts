import { day } from '../data/day.js';
import type { RealtimePath } from '../types.js';

/** A WebSocket path at a time. `open`: it serves; `retired`: it used to. */
export interface OpenPath {
  readonly path: string;
  readonly state: 'open' | 'retired';
  /** The only model it serves; absent on `/v1/stream`, which serves all, and for paths without a model name. */
  readonly model?: string;
  /** The name that a client without `model=` means. */
  readonly implies?: string;
}

/** `/v1/stream`, and the other paths that existed by then. */
export function pathsAt(paths: readonly RealtimePath[], at: number): OpenPath[] {
  const others = paths
    .filter((path) => day(path.from.on) <= at)
    .map((path): OpenPath => ({
      path: path.path,
      state: path.until && day(path.until.on) <= at ? 'retired' : 'open',
      ...(path.model && { model: path.model }),
      ...(path.implies && { implies: path.implies }),
    }));
  return [{ path: '/v1/stream', state: 'open' }, ...others];
}
