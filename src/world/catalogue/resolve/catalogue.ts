import { bindingsByName, type NameBinding } from './name-bindings.js';
import { decartCatalogue } from '../data/data.js';
import { eventsOf, type CatalogueEvent } from './events.js';
import { pathsAt, type OpenPath } from './paths.js';
import { timeline, type Segment } from './timeline.js';
import type { CatalogueData, ModelSpec, Resolution, Surface } from '../types.js';

export const surfaces: readonly Surface[] = ['queue', 'process', 'realtime', 'lipsync'];
/** The surfaces whose requests name a model. LipSync has none: its path is the product. */
export const namedSurfaces = surfaces.filter((surface) => surface !== 'lipsync');

/** One name at one time, for lists. */
export interface ListedName {
  readonly name: string;
  readonly via: NameBinding['kind'];
  /** Name of the model it resolves to. */
  readonly model: string;
  /** Surfaces on which the name is known. */
  readonly surfaces: Readonly<Partial<Record<Surface, 'served' | 'retired'>>>;
}

/** A submit route; that of a retired model answers 410. */
export interface ModelRoute {
  readonly method: 'POST';
  readonly path: string;
  readonly name: string;
  readonly model: string;
  readonly surface: 'queue' | 'process';
  readonly state: 'served' | 'retired';
}

const prefix = { queue: '/v1/jobs/', process: '/v1/generate/' } as const;

/**
 * Which names exist at what time, and which models they resolve to. Immutable and shared by all accounts: the caller
 * passes the date, because each account has its own clock.
 *
 * All times are epoch ms; a day starts at midnight UTC.
 */
export class Catalogue {
  readonly #bindings: ReadonlyMap<string, readonly NameBinding[]>;
  /** By surface and name, built on first use. Unknown names are not stored. */
  readonly #timelines: Record<Surface, Map<string, readonly Segment[]>> = {
    queue: new Map(),
    process: new Map(),
    realtime: new Map(),
    lipsync: new Map(),
  };
  #events: readonly CatalogueEvent[] | undefined;

  /** @throws RangeError on a malformed day or a -latest name without a model. */
  constructor(readonly data: CatalogueData = decartCatalogue) {
    this.#bindings = bindingsByName(data);
  }

  /** All names of all times, in the order of the data. */
  names(): readonly string[] {
    return [...this.#bindings.keys()];
  }

  /** By canonical name, at any time. */
  model(name: string): ModelSpec | undefined {
    return this.#bindings.get(name)?.find(({ kind }) => kind === 'canonical')?.model;
  }

  resolve(name: string, surface: Surface, at: number): Resolution {
    const segments = this.#timeline(name, surface);
    for (let i = segments.length - 1; i >= 0; i--) {
      const segment = segments[i];
      if (segment && segment.from <= at) return segment.resolution;
    }
    return { state: 'unknown', requested: name };
  }

  /**
   * The answer of `POST /v1/models/resolve` for a name: the canonical name while any surface serves the model, also
   * shortly before its retirement (observed). Undefined, for a 404, when the name is unknown, and after the model's
   * retirement (inferred). The name itself where the canonical name is younger than `at`.
   */
  canonicalName(name: string, at: number): string | undefined {
    for (const surface of namedSurfaces) {
      const found = this.resolve(name, surface, at);
      if (found.state === 'served') return found.via === 'canonical' ? name : found.model.name;
    }
    return undefined;
  }

  /** All names that are served or retired at that time. */
  list(at: number): readonly ListedName[] {
    return this.names().flatMap((name): ListedName[] => {
      const meanings = surfaces.flatMap((surface) => {
        const meaning = this.resolve(name, surface, at);
        return meaning.state === 'unknown' ? [] : [{ surface, meaning }];
      });
      const best = meanings.find(({ meaning }) => meaning.state === 'served') ?? meanings[0];
      if (!best) return [];
      return [
        {
          name,
          via: best.meaning.state === 'served' ? best.meaning.via : this.#kindOfRetired(name),
          model: best.meaning.state === 'served' ? best.meaning.model.name : best.meaning.model,
          surfaces: Object.fromEntries(meanings.map(({ surface, meaning }) => [surface, meaning.state])),
        },
      ];
    });
  }

  /** Submit routes at that time, including those of retired models. */
  routes(at: number): readonly ModelRoute[] {
    return this.list(at).flatMap((listed) =>
      (['queue', 'process'] as const).flatMap((surface): ModelRoute[] => {
        const state = listed.surfaces[surface];
        if (!state) return [];
        const { name, model } = listed;
        return [{ method: 'POST', path: prefix[surface] + name, name, model, surface, state }];
      }),
    );
  }

  /** Socket paths at that time; see `OpenPath`. */
  realtimePaths(at: number): readonly OpenPath[] {
    return pathsAt(this.data.paths, at);
  }

  /** Changes in `from <= at < to`, oldest first. */
  events(from: number, to: number): readonly CatalogueEvent[] {
    this.#events ??= eventsOf(this.data);
    return this.#events.filter(({ at }) => from <= at && at < to);
  }

  #timeline(name: string, surface: Surface): readonly Segment[] {
    const cached = this.#timelines[surface].get(name);
    if (cached) return cached;
    const bindings = this.#bindings.get(name);
    if (!bindings) return [];
    const segments = timeline(bindings, surface);
    this.#timelines[surface].set(name, segments);
    return segments;
  }

  #kindOfRetired(name: string): NameBinding['kind'] {
    return this.#bindings.get(name)?.[0]?.kind ?? 'canonical';
  }
}
