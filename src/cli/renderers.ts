import { chooseRenderers, type Renderers } from '../media/choose-renderers.js';
import { CliError, exitCode, reasonOf, usageError } from './errors.js';

export type { Renderers };

/**
 * What `--render` means here.
 * @throws CliError for a renderer that there is not, or that cannot run here
 */
export function renderersFor(asked: string | undefined): Renderers {
  try {
    return chooseRenderers(asked);
  } catch (error) {
    if (error instanceof RangeError) throw usageError(reasonOf(error), error);
    throw new CliError(reasonOf(error), exitCode.failed, { cause: error });
  }
}
