import type { OpenPath } from '../../world/catalogue/index.js';
import type { World } from '../../world/world.js';

/** Open at all times, and the path of almost every client. */
const STREAM: OpenPath = { path: '/v1/stream', state: 'open' };

/** The socket path at that time; undefined when nothing is served there. */
export function findRealtimePath(world: World, path: string, date: number): OpenPath | undefined {
  if (path === STREAM.path) return STREAM;
  return world.catalogue.realtimePaths(date).find((one) => one.path === path && one.state === 'open');
}
