import { nearest } from '../../rules/nearest.js';
import type { Catalogue, ListedName } from './catalogue.js';
import type { Resolution, Surface } from '../types.js';

export type Unserved = Exclude<Resolution, { state: 'served' }>;

/** The route of each surface, for messages. */
const routes: Readonly<Record<Surface, string>> = {
  queue: '/v1/jobs',
  process: '/v1/generate',
  realtime: '/v1/stream',
  lipsync: '/router/lipsync/ws',
};
const surfaceNames = Object.keys(routes) as readonly Surface[];

/**
 * Why a model is not served, or which name was probably meant; undefined when none is similar. `call` is what named it,
 * with its outcome: `POST /v1/jobs/lucy-9 (405)`.
 */
export function whyNotServed(
  catalogue: Catalogue,
  found: Unserved,
  surface: Surface,
  at: number,
  call?: string,
): string | undefined {
  const { requested } = found;
  if (found.state === 'retired') {
    const day = new Date(found.retiredOn).toISOString().slice(0, 10);
    const instead = found.replacement === undefined ? '' : `; use "${found.replacement}"`;
    return `"${requested}" was retired on ${day}${instead}. An earlier catalogue date (asOf) serves it.`;
  }
  const served = catalogue.list(at).filter(({ surfaces }) => Object.values(surfaces).includes('served'));
  const elsewhere = served.find(({ name }) => name === requested)?.surfaces ?? {};
  const places = surfaceNames.filter((place) => elsewhere[place] === 'served');
  if (places.length > 0) {
    const instead = places.map((place) => `${place} (${routes[place]})`).join(' or ');
    return `${call ?? surface} does not serve the model "${requested}"; use ${instead}.`;
  }
  const here = served.filter(({ surfaces }) => surfaces[surface] === 'served');
  return didYouMean(requested, here, call);
}

/** The same for a name that is served on no surface. */
export function whyNotResolved(catalogue: Catalogue, name: string, at: number): string | undefined {
  const listed = catalogue.list(at).filter(({ surfaces: { lipsync } }) => lipsync === undefined);
  return listed.some((one) => one.name === name) ? `"${name}" is retired.` : didYouMean(name, listed);
}

/** Of two names that are equally similar, prefers the canonical one. */
function didYouMean(name: string, listed: readonly ListedName[], call?: string): string | undefined {
  const canonicalFirst = [...listed].sort(
    (a, b) => Number(a.via !== 'canonical') - Number(b.via !== 'canonical'),
  );
  const near = nearest(
    name,
    canonicalFirst.map((one) => one.name),
  );
  const place = call === undefined ? '' : ` in ${call}`;
  return near === undefined ? undefined : `Unknown model "${name}"${place}; did you mean "${near}"?`;
}
