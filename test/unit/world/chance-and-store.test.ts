import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from '../../../src/world/time/clock.js';
import { freshSeed, Random } from '../../../src/world/random/random.js';
import { MemoryStore } from '../../../src/world/store.js';

describe('chance', () => {
  const take = (random: Random): number[] => Array.from({ length: 20 }, () => random.next());

  test('depends on the seed', () => {
    expect(take(new Random('a'))).toEqual(take(new Random('a')));
    expect(take(new Random('a'))).not.toEqual(take(new Random('b')));
    expect(freshSeed()).not.toBe(freshSeed());
  });

  test('a fork is independent of earlier and later draws', () => {
    const one = new Random('a');
    const other = new Random('a');
    take(one);
    expect(take(one.fork('x'))).toEqual(take(other.fork('x')));
    const [first, second] = [new Random('b'), new Random('b')];
    take(first.fork('x'));
    expect(take(first)).toEqual(take(second));
  });

  test('can be saved and loaded', () => {
    const random = new Random('a');
    take(random);
    const other = new Random('b');
    other.load(random.save());
    expect(take(other)).toEqual(take(random));
  });

  test('stays within bounds, and makes valid ids', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 4_294_967_296 }), (seed, bound) => {
        const random = new Random(seed);
        const drawn = random.int(bound);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true);
        expect(random.uuid()).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(random.id(24)).toMatch(/^[0-9a-z]{24}$/);
      }),
    );
  });

  test('is uniform, and does not repeat ids', () => {
    const random = new Random('even');
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 20_000; draw++) tenths[random.int(10)]!++;
    for (const count of tenths) expect(count).toBeGreaterThan(1_800);
    expect(new Set(Array.from({ length: 50_000 }, () => random.uuid())).size).toBe(50_000);
  });
});

describe('a collection', () => {
  const make = (bounds: { maxEntries?: number; maxBytes?: number } = {}) => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    const left: string[] = [];
    const collection = new MemoryStore().collection<string>('x', {
      maxEntries: 3,
      ...bounds,
      now: () => clock.now(),
      onLeave: (value) => left.push(value),
    });
    return { clock, left, collection };
  };

  test('removes the oldest when it is full', async () => {
    const { collection, left } = make();
    for (const id of ['a', 'b', 'c', 'd']) await collection.set(id, id);
    expect(left).toEqual(['a']);
    expect((await collection.entries()).map(([id]) => id)).toEqual(['b', 'c', 'd']);
  });

  test('is bounded in bytes, also by an entry that grows', async () => {
    const { collection, left } = make({ maxEntries: 10, maxBytes: 100 });
    await collection.set('a', 'a', { bytes: 60 });
    await collection.set('b', 'b', { bytes: 30 });
    await collection.set('b', 'b', { bytes: 50 });
    expect(left).toEqual(['a']);
    expect(await collection.count()).toBe(1);
  });

  test('removes expired entries, to the millisecond', async () => {
    const { collection, clock, left } = make();
    await collection.set('a', 'a', { expiresAt: 10 });
    await clock.advance(9);
    expect(await collection.get('a')).toBe('a');
    await clock.advance(1);
    expect(await collection.get('a')).toBeUndefined();
    expect(await collection.delete('a')).toBe(false);
    expect(left).toEqual(['a']);
  });

  test('deletes once', async () => {
    const { collection, left } = make();
    await collection.set('a', 'a');
    expect([await collection.delete('a'), await collection.delete('a')]).toEqual([true, false]);
    expect(left).toEqual(['a']);
  });

  test('calls onLeave once for every removed entry', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('set'), id: fc.nat(6), life: fc.nat(20), bytes: fc.nat(60) }),
      fc.record({ do: fc.constant('delete'), id: fc.nat(6), life: fc.constant(0), bytes: fc.constant(0) }),
      fc.record({ do: fc.constant('get'), id: fc.nat(6), life: fc.constant(0), bytes: fc.constant(0) }),
      fc.record({ do: fc.constant('wait'), id: fc.nat(15), life: fc.constant(0), bytes: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { collection, clock, left } = make({ maxBytes: 100 });
        const put: string[] = [];
        for (const [index, { do: what, id, life, bytes }] of steps.entries()) {
          if (what === 'set') {
            put.push(`${index}`);
            await collection.set(`${id}`, `${index}`, { bytes, expiresAt: clock.now() + life });
            expect(await collection.count()).toBeLessThanOrEqual(3);
          } else if (what === 'delete') await collection.delete(`${id}`);
          else if (what === 'get') await collection.get(`${id}`);
          else await clock.advance(id);
        }
        await collection.close();
        expect(left.toSorted()).toEqual(put.toSorted());
      }),
    );
  });
});
