import { chooseRenderers, type Renderers } from '../media/choose-renderers.js';
import { CliError, exitCode, reasonOf, usageError } from './errors.js';

export type { Renderers };

/**
 * What `--render` means here.
 * @throws CliError for a renderer that there is not, or that cannot run here
 */
export async function renderersFor(asked: string | undefined): Promise<Renderers> {
  const chosen = choose(asked);
  if (asked === undefined || asked === 'auto' || asked === 'testcard') return chosen;
  const { createRenderer } = await import('../media/render/index.js');
  await createRenderer(asked).catch((error: unknown) => {
    throw new CliError(reasonOf(error), exitCode.failed, { cause: error });
  });
  return chosen;
}

function choose(asked: string | undefined): Renderers {
  try {
    return chooseRenderers(asked);
  } catch (error) {
    throw usageError(reasonOf(error));
  }
}
