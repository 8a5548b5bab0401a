import { startRelay, type Relay } from '../traffic/relay.js';
import type { Memory, MutantHooks } from './mutant.js';

/** Puts a mutant in front of a sound server. Without a change, what passes is what came. */
export function startMutant(target: string, { change, frames, upgrade }: MutantHooks): Promise<Relay> {
  const memory: Memory = new Map();
  return startRelay(target, {
    ...(change && {
      http: (request, send) => change({ request, memory, forward: (changed = request) => send(changed) }),
    }),
    ...(frames && { socket: (pair) => ({ frame: (frame) => frames(frame, pair, memory) }) }),
    ...(upgrade && { upgrade: (asked) => upgrade(asked, memory) }),
  });
}
