import { nearest } from '../rules/nearest.js';
import type { Catalogue } from './catalogue.js';
import type { Resolution, Surface } from './types.js';

type Unserved = Exclude<Resolution, { state: 'served' }>;

/** What somebody who asked for a model in vain probably meant; undefined when nothing comes near. */
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
  return didYouMean(
    requested,
    here.map(({ name }) => name),
  );
}

/** The same for a name that no surface serves. */
export function whyNotResolved(catalogue: Catalogue, name: string, at: number): string | undefined {
  const names = catalogue.list(at).map((listed) => listed.name);
  return names.includes(name) ? `"${name}" is retired.` : didYouMean(name, names);
}

function didYouMean(name: string, names: readonly string[]): string | undefined {
  const near = nearest(name, names);
  return near === undefined ? undefined : `There is no model "${name}"; did you mean "${near}"?`;
}
