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

/** What to tell whoever asks for `transform` where it cannot be had. */
export const CODECS_MISSING =
  `Rendering with "transform" needs the optional package ${CODECS}, which cannot be loaded here. ` +
  `Install it (npm install ${CODECS}) or render with testcard or echo.`;

/**
 * What asking for a renderer means. Unasked, jobs get test cards, which cost nothing, and realtime the best that is
 * installed; `auto` takes the best for both.
 * @throws RangeError for a renderer that there is not; Error for `transform` without its package
 */
export function chooseRenderers(asked: string | undefined): Renderers {
  if (asked === undefined) return { jobs: DEFAULT, ...best(isThere) };
  if (asked === 'auto') {
    const { realtime, reason } = best(load);
    return { jobs: realtime, realtime, reason };
  }
  if (!isRenderer(asked))
    throw new RangeError(`There is no renderer "${asked}". Choose one of: ${names.join(', ')}, auto.`);
  if (asked === 'transform') {
    const cause = failureOf(load);
    if (cause !== undefined) throw new Error(CODECS_MISSING, { cause });
  }
  return { jobs: asked, realtime: asked, reason: 'asked for' };
}

const fromHere = createRequire(import.meta.url);

/** Looks for the package without loading it, which would take longer than all the rest of the start. */
const isThere = (): unknown => fromHere.resolve(CODECS);
/** For those who asked: the package may be there without its binary for this machine. */
const load = (): unknown => fromHere(CODECS);

function failureOf(look: () => unknown): unknown {
  try {
    look();
    return undefined;
  } catch (error) {
    return error;
  }
}

const best = (look: () => unknown): Omit<Renderers, 'jobs'> =>
  failureOf(look) === undefined
    ? { realtime: 'transform', reason: `${CODECS} is installed` }
    : { realtime: DEFAULT, reason: `${CODECS}, which transform needs, is not installed` };
