import { createRequire } from 'node:module';
import { CliError, exitCode, reasonOf, usageError } from './errors.js';

/** Who draws, and why where that was decided here. */
export interface Renderers {
  /** What the stand-in is given; undefined leaves it to its defaults. */
  readonly render?: string;
  /** Draws the results of jobs. */
  readonly jobs: string;
  /** Draws what realtime sends back. */
  readonly realtime: string;
  readonly reason: string;
}

const DEFAULT = 'testcard';
const CODECS = '@napi-rs/webcodecs';

/**
 * What `--render` means here. Unasked, jobs get test cards, which cost nothing, and realtime the best that is installed.
 * @throws CliError for a renderer that there is not, or that cannot run here
 */
export async function chooseRenderers(asked: string | undefined): Promise<Renderers> {
  if (asked === undefined) return { jobs: DEFAULT, ...best() };
  if (asked === DEFAULT) return { render: asked, jobs: asked, realtime: asked, reason: 'asked for' };
  if (asked === 'auto') {
    const { realtime, reason } = best();
    return { render: realtime, jobs: realtime, realtime, reason };
  }
  const { createRenderer, rendererNames } = await import('../media/render/index.js');
  const names = [...rendererNames, 'auto'];
  if (!names.includes(asked))
    throw usageError(`There is no renderer "${asked}". Choose one of: ${names.join(', ')}.`);
  await createRenderer(asked).catch((error: unknown) => {
    throw new CliError(reasonOf(error), exitCode.failed, { cause: error });
  });
  return { render: asked, jobs: asked, realtime: asked, reason: 'asked for' };
}

/** Looks for the package without loading it, which would take longer than all the rest of the start. */
function best(): { realtime: string; reason: string } {
  try {
    createRequire(import.meta.url).resolve(CODECS);
    return { realtime: 'transform', reason: `${CODECS} is installed` };
  } catch {
    return { realtime: DEFAULT, reason: `${CODECS}, which transform needs, is not installed` };
  }
}
