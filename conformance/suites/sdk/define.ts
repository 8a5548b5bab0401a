import type { Capability } from '../../adapters/protocol.js';
import type { CaseDefinition } from '../../engine/define-case.js';
import type { SdkContext } from './context.js';

/** A case that drives an SDK through an adapter. */
export interface SdkCase extends Omit<CaseDefinition, 'needs' | 'run'> {
  /** What the adapter must claim; without it the case does not apply. */
  needs: readonly Capability[];
  /** Whether it needs the control API of a mock server, for rules or virtual time. */
  needsControl?: boolean;
  run: (s: SdkContext) => Promise<void>;
}
