import { day } from '../data/day.js';
import type { CatalogueData, Dated, Fact, Surface } from '../types.js';

/** A change in the catalogue. */
export interface CatalogueEvent extends Fact {
  /** Epoch ms. */
  readonly at: number;
  /**
   * `launch`, `retire`, `withdraw`: a model on a surface. `name`, `name-ends`: a name of `target`, also the canonical
   * one. `latest`: the name now resolves to `target`. `path`, `path-ends`: a WebSocket path.
   */
  readonly kind: 'launch' | 'retire' | 'withdraw' | 'name' | 'name-ends' | 'latest' | 'path' | 'path-ends';
  readonly name: string;
  readonly surface?: Surface;
  readonly target?: string;
}

type Change = Pick<CatalogueEvent, 'kind' | 'name' | 'surface' | 'target'>;

const event = ({ on, evidence, source }: Dated, change: Change): CatalogueEvent => ({
  at: day(on),
  ...change,
  evidence,
  source,
});

function* changes(data: CatalogueData): Generator<CatalogueEvent> {
  for (const { name, named, surfaces, otherNames } of data.models) {
    for (const surface of Object.keys(surfaces) as Surface[]) {
      for (const { from, until, ending } of surfaces[surface]?.periods ?? []) {
        yield event(from, { kind: 'launch', name, surface });
        if (until)
          yield event(until, { kind: ending === 'withdrawn' ? 'withdraw' : 'retire', name, surface });
      }
    }
    if (named) yield event(named, { kind: 'name', name, target: name });
    for (const other of otherNames ?? []) {
      yield event(other.from, { kind: 'name', name: other.name, target: name });
      if (other.until) yield event(other.until, { kind: 'name-ends', name: other.name, target: name });
    }
  }
  for (const { name, targets } of data.latest) {
    for (const target of targets) yield event(target, { kind: 'latest', name, target: target.model });
  }
  for (const { path, from, until } of data.paths) {
    yield event(from, { kind: 'path', name: path });
    if (until) yield event(until, { kind: 'path-ends', name: path });
  }
}

/** All changes, oldest first; on the same day in the order of the data. */
export function eventsOf(data: CatalogueData): CatalogueEvent[] {
  return [...changes(data)].sort((a, b) => a.at - b.at);
}
