import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalogue, day, decartCatalogue, surfaces } from '../../../src/world/catalogue/index.js';

const catalogue = new Catalogue();
const start = day('2025-09-01');
const end = day('2027-01-01');
const DAY = 86_400_000;

const anyName = fc.constantFrom(...catalogue.names());
const anySurface = fc.constantFrom(...surfaces);
const anyTime = fc.integer({ min: start, max: end });
const days = Array.from({ length: (end - start) / DAY }, (_, i) => start + i * DAY);

describe('every name at every time', () => {
  it('depends on the date only', () => {
    const property = fc.property(
      anyName,
      anySurface,
      fc.array(anyTime, { minLength: 1 }),
      (name, surface, times) => {
        const fresh = new Catalogue();
        const backwards = times.toReversed().map((at) => fresh.resolve(name, surface, at));
        expect(times.map((at) => catalogue.resolve(name, surface, at))).toEqual(backwards.toReversed());
      },
    );
    fc.assert(property, { numRuns: 50 });
  });

  it('never comes back from retirement', () => {
    const property = fc.property(anyName, anySurface, anyTime, anyTime, (name, surface, a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(catalogue.resolve(name, surface, early).state === 'retired');
      expect(catalogue.resolve(name, surface, late).state).toBe('retired');
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is retired from the day it says, and was served the moment before', () => {
    const property = fc.property(anyName, anySurface, anyTime, (name, surface, at) => {
      const found = catalogue.resolve(name, surface, at);
      fc.pre(found.state === 'retired');
      if (found.state !== 'retired') return;
      expect(found.retiredOn).toBeLessThanOrEqual(at);
      expect(catalogue.resolve(name, surface, found.retiredOn - 1).state).toBe('served');
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('is unknown for any other text', () => {
    const property = fc.property(fc.string(), anySurface, anyTime, (name, surface, at) => {
      fc.pre(!catalogue.names().includes(name));
      expect(catalogue.resolve(name, surface, at)).toEqual({ state: 'unknown', requested: name });
    });
    fc.assert(property);
  });
});

describe.each(catalogue.names().map((name) => ({ name })))('$name', ({ name }) => {
  const states = days.map((at) => surfaces.map((surface) => catalogue.resolve(name, surface, at)));

  it('is served somewhere at some time', () => {
    expect(states.flat().some(({ state }) => state === 'served')).toBe(true);
  });

  it('leaves no gap between its first and its last day, unless it was withdrawn', () => {
    const known = states.map((day) => day.some(({ state }) => state !== 'unknown'));
    const gaps = known.slice(known.indexOf(true), known.lastIndexOf(true)).filter((is) => !is).length;
    // 2026-07-23 up to 2026-08-10: taken back, then there for good.
    expect(gaps).toBe(name === 'lucy-vton-3.5' ? 18 : 0);
  });

  it('resolves like the model that it names', () => {
    days.forEach((at, i) => {
      surfaces.forEach((surface, j) => {
        const found = states[i]?.[j];
        if (found?.state !== 'served' || found.via === 'canonical') return;
        expect(catalogue.resolve(found.model.name, surface, at)).toMatchObject({
          state: 'served',
          via: 'canonical',
          model: found.model,
          format: found.format,
        });
      });
    });
  });
});

describe('the data', () => {
  it('has each model once, and a form for each that takes jobs', () => {
    const names = decartCatalogue.models.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const formless = decartCatalogue.models.filter(
      ({ family, surfaces: s }) => !family && (s.queue ?? s.process),
    );
    expect(formless).toEqual([]);
  });

  it('never binds a name to two models at once', () => {
    for (const at of days) {
      for (const surface of surfaces) {
        const claimants = new Map<string, Set<string>>();
        for (const model of decartCatalogue.models) {
          // A catalogue of this model alone says what it claims by itself.
          for (const { name, surfaces: where } of single(model.name).list(at)) {
            if (where[surface] !== 'served') continue;
            claimants.set(name, (claimants.get(name) ?? new Set()).add(model.name));
          }
        }
        expect([...claimants].filter(([, models]) => models.size > 1)).toEqual([]);
      }
    }
  });

  it('replaces a retired model by one that is served then', () => {
    for (const model of decartCatalogue.models) {
      if (!model.replacement) continue;
      const last = Math.max(
        ...Object.values(model.surfaces).flatMap((served) =>
          served.periods.flatMap(({ until }) => (until ? [day(until.on)] : [])),
        ),
      );
      expect([model.name, catalogue.canonicalName(model.replacement, last)]).not.toContain(undefined);
    }
  });

  it('refuses invalid days and unknown targets', () => {
    const latest = (on: string, model: string) =>
      new Catalogue({
        ...decartCatalogue,
        latest: [{ name: 'x-latest', targets: [{ on, model, evidence: 'inferred', source: '' }] }],
      });
    expect(() => latest('2026-02-30', 'lucy-2.1')).toThrow('"2026-02-30"');
    expect(() => latest('soon', 'lucy-2.1')).toThrow('"soon"');
    expect(() => latest('2026-02-28', 'lucy-9')).toThrow('x-latest points at lucy-9');
  });
});

const singles = new Map<string, Catalogue>();
function single(name: string): Catalogue {
  const made =
    singles.get(name) ??
    new Catalogue({ models: decartCatalogue.models.filter((m) => m.name === name), latest: [], paths: [] });
  singles.set(name, made);
  return made;
}
