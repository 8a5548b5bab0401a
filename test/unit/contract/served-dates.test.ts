/** `x-served` of openapi.yaml against the catalogue, which decides what is served when. */
import { describe, expect, test } from 'vitest';
import { operations } from '../../../scripts/evidence-document.js';
import { Catalogue, day, type Surface } from '../../../src/world/catalogue/index.js';
import { document } from './document.js';

type Served = Readonly<Record<string, { readonly from: string; readonly until?: string }>>;

const DAY_MS = 86_400_000;
const catalogue = new Catalogue();

const rows = operations(document).flatMap(({ operation, routes }) => {
  const served = (operation as { readonly 'x-served'?: Served })['x-served'] ?? {};
  return Object.entries(served).map(([name, dates]) => ({ name, routes, ...dates }));
});

const prefixes: Readonly<Record<string, Surface>> = {
  '/v1/generate/': 'process',
  '/v1/jobs/': 'queue',
  '/router/lipsync/': 'lipsync',
};
const surfaceOf = (route: string): Surface | undefined =>
  Object.entries(prefixes).find(([prefix]) => route.startsWith(prefix))?.[1];

describe('x-served', () => {
  test('names dates at all', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  test.each(rows)('says when $name was served: from $from until $until', ({ name, routes, from, until }) => {
    const route = routes.find((path) => path.split('/').includes(name)) ?? '';
    const surface = surfaceOf(route);
    if (!surface) throw new Error(`${name} has no route of a known kind: ${routes.join(', ')}`);
    const servedAt = (at: number) => catalogue.resolve(name, surface, at).state === 'served';
    expect([servedAt(day(from) - DAY_MS), servedAt(day(from))]).toEqual([false, true]);
    if (until !== undefined)
      expect([servedAt(day(until) - DAY_MS), servedAt(day(until))]).toEqual([true, false]);
  });
});
