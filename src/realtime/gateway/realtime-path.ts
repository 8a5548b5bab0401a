import type { OpenPath } from '../../world/catalogue/index.js';
import type { World } from '../../world/world.js';
import type { RealtimeQuery } from './query.js';

/** Open at all times, and the path of almost every client. */
const STREAM: OpenPath = { path: '/v1/stream', state: 'open' };

/** The socket path at that time; undefined when nothing is served there. */
export function findRealtimePath(world: World, path: string, date: number): OpenPath | undefined {
  if (path === STREAM.path) return STREAM;
  return world.catalogue.realtimePaths(date).find((one) => one.path === path && one.state === 'open');
}

/**
 * The model that a client asks for. On a path of one model the name may be missing: applications without an SDK leave it
 * out there (facts: lipsync-and-avatar.md 2.1). That an empty name counts as missing is inferred.
 */
export const requestedModel = ({ values }: RealtimeQuery, path: OpenPath | undefined): string =>
  values.get('model') || (path?.implies ?? '');
