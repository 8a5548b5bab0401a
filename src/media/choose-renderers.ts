import { createRequire } from 'node:module';
import { WEB_CODECS_MISSING, WEB_CODECS_PACKAGE } from './codecs/web-codecs.js';

const names = ['testcard', 'echo', 'transform'] as const;
export type RendererName = (typeof names)[number];

export interface Renderers {
  /** Makes the results of jobs. */
  readonly jobs: RendererName;
  /** Makes the video of realtime sessions. */
  readonly realtime: RendererName;
  /** Why, for the start-up message. */
  readonly reason: string;
}

const DEFAULT = 'testcard';

const isRenderer = (name: string): name is RendererName => (names as readonly string[]).includes(name);

/**
 * Resolves the `render` option. By default jobs get test cards, which cost almost nothing, and realtime the best
 * installed renderer; `auto` takes the best one for both.
 * @throws RangeError for an unknown renderer; Error for `transform` without its package
 */
export function chooseRenderers(asked: string | undefined): Renderers {
  if (asked === undefined) return { jobs: DEFAULT, ...best(findPackage) };
  if (asked === 'auto') {
    const { realtime, reason } = best(loadPackage);
    return { jobs: realtime, realtime, reason };
  }
  if (!isRenderer(asked))
    throw new RangeError(`Unknown renderer "${asked}". Choose one of: ${names.join(', ')}, auto.`);
  if (asked === 'transform') {
    const cause = errorOf(loadPackage);
    if (cause !== undefined) throw new Error(WEB_CODECS_MISSING, { cause });
  }
  return { jobs: asked, realtime: asked, reason: 'requested' };
}

/** The renderer of jobs alone, which needs no search for a package by default. Throws like `chooseRenderers`. */
export const jobRenderer = (asked: string | undefined): RendererName =>
  asked === undefined ? DEFAULT : chooseRenderers(asked).jobs;

/** The renderer of realtime sessions; `auto` is the best one that is installed. */
export const settleRenderer = (asked: RendererName | 'auto'): RendererName =>
  asked === 'auto' ? best(loadPackage).realtime : asked;

const fromHere = createRequire(import.meta.url);

/** Finds the package without loading it, which takes longer than the rest of the start. */
const findPackage = (): unknown => fromHere.resolve(WEB_CODECS_PACKAGE);
/** Used where a renderer was requested: the package may be installed without its binary for this machine. */
const loadPackage = (): unknown => fromHere(WEB_CODECS_PACKAGE);

function errorOf(attempt: () => unknown): unknown {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error;
  }
}

const best = (attempt: () => unknown): Omit<Renderers, 'jobs'> =>
  errorOf(attempt) === undefined
    ? { realtime: 'transform', reason: `${WEB_CODECS_PACKAGE} is installed` }
    : { realtime: DEFAULT, reason: `${WEB_CODECS_PACKAGE}, which transform needs, is not installed` };
