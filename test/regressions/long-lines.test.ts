import { expect, it } from 'vitest';
import { Credits } from '../../src/world/billing/credits.js';
import { SessionCapacity } from '../../src/world/queueing/session-capacity.js';

/** Seats for one, with one seated and `count` in line; tells where each stands that waits. */
function line(count: number): { seats: SessionCapacity; places: Map<string, string> } {
  const seats = new SessionCapacity(1);
  const places = new Map<string, string>();
  for (let number = 0; number <= count; number++)
    seats.take(`session-${number}`, (place) =>
      places.set(`session-${number}`, place ? `${place.position} of ${place.size}` : 'seated'),
    );
  return { seats, places };
}

it('thousands who leave a line one after the other freeze nobody', () => {
  const { seats, places } = line(3_000);
  const from = performance.now();
  for (let number = 3_000; number > 0; number--) seats.leave(`session-${number}`);
  // It took a minute.
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(places.get('session-1')).toBe('1 of 1');
});

it('each that waits is told where it stands', () => {
  const { seats, places } = line(3);
  seats.leave('session-1');
  expect(Object.fromEntries(places)).toMatchObject({ 'session-2': '1 of 2', 'session-3': '2 of 2' });
  seats.leave('session-0');
  expect(Object.fromEntries(places)).toMatchObject({ 'session-2': 'seated', 'session-3': '1 of 1' });
});

it('one that leaves as it is told leaves nobody with a wrong place', () => {
  const seats = new SessionCapacity(1);
  const heard: Record<string, string> = {};
  const hear = (id: string) => (place: { position: number; size: number } | null) => {
    heard[id] = place ? `${place.position} of ${place.size}` : 'seated';
    if (id === 'hasty' && place?.position === 1) seats.leave('hasty');
  };
  for (const id of ['seated', 'first', 'hasty', 'last']) seats.take(id, hear(id));
  seats.leave('first');
  expect(heard['last']).toBe('1 of 1');
});

it('a submit costs the same however many jobs run', () => {
  const credits = new Credits(1_000_000, undefined);
  let time = 0;
  const now = (): number => time;
  const from = performance.now();
  for (let number = 0; number < 100_000; number++) {
    credits.covers(1, now());
    credits.reserve({ id: `job-${number}`, amount: 1, at: 1_000 + number, outcome: 'charge', now });
  }
  // It took half a minute.
  expect(performance.now() - from).toBeLessThan(10_000);
  time = 1_009;
  expect([credits.reserved(), credits.balance()]).toEqual([99_990, 999_990]);
  time = 200_000;
  expect([credits.reserved(), credits.balance()]).toEqual([0, 900_000]);
});
