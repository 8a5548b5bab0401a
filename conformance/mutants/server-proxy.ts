import { startRelay, type Relay } from '../traffic/relay.js';
import type { Memory, MutantHooks } from './mutant.js';

/** Starts a mutant in front of the original server. Without hooks it forwards everything unchanged. */
export function startMutant(target: string, { change, frames, ended, upgrade }: MutantHooks): Promise<Relay> {
  const memory: Memory = new Map();
  return startRelay(target, {
    ...(change && {
      http: (request, send) => change({ request, memory, forward: (changed = request) => send(changed) }),
    }),
    ...((frames ?? ended) && {
      socket: (pair) => ({
        ...(frames && { frame: (frame) => frames(frame, pair, memory) }),
        ...(ended && { ended: (end) => ended(end, pair) }),
      }),
    }),
    ...(upgrade && { upgrade: (asked) => upgrade(asked, memory) }),
  });
}
