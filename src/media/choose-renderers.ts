import { createRequire } from 'node:module';

const names = ['testcard', 'echo', 'transform'] as const;
export type RendererName = (typeof names)[number];

/** Who draws, and why where that was decided here. */
export interface Renderers {
  /** Draws the results of jobs. */
  readonly jobs: RendererName;
  /** Draws what realtime sends back. */
  readonly realtime: RendererName;
  readonly reason: string;
}

const DEFAULT = 'testcard';
const CODECS = '@napi-rs/webcodecs';

const isRenderer = (name: string): name is RendererName => (names as readonly string[]).includes(name);

/**
 * What asking for a renderer means. Unasked, jobs get test cards, which cost nothing, and realtime the best that is
 * installed; `auto` takes the best for both.
 * @throws RangeError for a renderer that there is not
 */
export function chooseRenderers(asked: string | undefined): Renderers {
  if (asked === undefined) return { jobs: DEFAULT, ...best() };
  if (asked === 'auto') {
    const { realtime, reason } = best();
    return { jobs: realtime, realtime, reason };
  }
  if (!isRenderer(asked))
    throw new RangeError(`There is no renderer "${asked}". Choose one of: ${names.join(', ')}, auto.`);
  return { jobs: asked, realtime: asked, reason: 'asked for' };
}

/** Looks for the package without loading it, which would take longer than all the rest of the start. */
function best(): Omit<Renderers, 'jobs'> {
  try {
    createRequire(import.meta.url).resolve(CODECS);
    return { realtime: 'transform', reason: `${CODECS} is installed` };
  } catch {
    return { realtime: DEFAULT, reason: `${CODECS}, which transform needs, is not installed` };
  }
}
