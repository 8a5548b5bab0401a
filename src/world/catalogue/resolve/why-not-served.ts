import { nearest } from '../../rules/nearest.js';
import type { Catalogue, ListedName } from './catalogue.js';
import type { Resolution, Surface } from '../types.js';

type Unserved = Exclude<Resolution, { state: 'served' }>;

/** Why a model is not served, or which name was probably meant; undefined when none is similar. */
export function whyNotServed(
  catalogue: Catalogue,
  found: Unserved,
  surface: Surface,
  at: number,
): string | undefined {
  const { requested } = found;
  if (found.state === 'retired') {
    const day = new Date(found.retiredOn).toISOString().slice(0, 10);
    const instead = found.replacement === undefined ? '' : `; use "${found.replacement}"`;
    return `"${requested}" was retired on ${day}${instead}.`;
  }
  const served = catalogue.list(at).filter(({ surfaces }) => Object.values(surfaces).includes('served'));
  const elsewhere = served.find(({ name }) => name === requested)?.surfaces ?? {};
  const places = Object.entries(elsewhere).flatMap(([place, state]) => (state === 'served' ? [place] : []));
  if (places.length > 0) return `"${requested}" is served on ${places.join(' and ')}, not on ${surface}.`;
  const here = served.filter(({ surfaces }) => surfaces[surface] === 'served');
  return didYouMean(requested, here);
}

/** The same for a name that is served on no surface. */
export function whyNotResolved(catalogue: Catalogue, name: string, at: number): string | undefined {
  const listed = catalogue.list(at);
  return listed.some((one) => one.name === name) ? `"${name}" is retired.` : didYouMean(name, listed);
}

/** Of two names that are equally similar, prefers the canonical one. */
function didYouMean(name: string, listed: readonly ListedName[]): string | undefined {
  const canonicalFirst = [...listed].sort(
    (a, b) => Number(a.via !== 'canonical') - Number(b.via !== 'canonical'),
  );
  const near = nearest(
    name,
    canonicalFirst.map((one) => one.name),
  );
  return near === undefined ? undefined : `There is no model "${name}"; did you mean "${near}"?`;
}
