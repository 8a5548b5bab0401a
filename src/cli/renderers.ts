import { chooseRenderers, type Renderers } from '../media/choose-renderers.js';
import { CliError, exitCode, reasonOf, usageError } from './errors.js';

export type { Renderers };

/**
 * The renderers that `--render` selects.
 * @throws CliError for an unknown renderer, or one that cannot run here
 */
export function renderersFor(name: string | undefined): Renderers {
  try {
    return chooseRenderers(name);
  } catch (error) {
    if (error instanceof RangeError) throw usageError(reasonOf(error), error);
    throw new CliError(reasonOf(error), exitCode.failed, { cause: error });
  }
}
