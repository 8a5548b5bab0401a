import type { Mutant, MutantHooks } from '../mutant.js';
import { jobScripts } from './jobs.js';
import { realtimeScripts } from './realtime.js';
import type { ScriptClient } from './script.js';
import { correctScripts } from './correct.js';
import { tokenScripts } from './tokens.js';

/** A client that is wrong in one place. */
export interface ClientMutant extends Omit<Mutant, keyof MutantHooks> {
  run(client: ScriptClient): Promise<void>;
}

/** Every wrong client. */
export const clientMutants: readonly ClientMutant[] = [...jobScripts, ...tokenScripts, ...realtimeScripts];

/** Clients that are right: nothing may be found about them. */
export { correctScripts };
