import { expect, it } from 'vitest';
import { Credits } from '../../src/world/billing/credits.js';
import { SessionCapacity } from '../../src/world/queueing/session-capacity.js';

/** Capacity for one session, which runs, and `count` sessions that wait; with the last position of each. */
function queue(count: number): { capacity: SessionCapacity; positions: Map<string, string> } {
  const capacity = new SessionCapacity(1);
  const positions = new Map<string, string>();
  for (let number = 0; number <= count; number++)
    capacity.enter(`session-${number}`, (place) =>
      positions.set(`session-${number}`, place ? `${place.position} of ${place.size}` : 'running'),
    );
  return { capacity, positions };
}

it('thousands of sessions leave the queue one after the other in time', () => {
  const { capacity, positions } = queue(3_000);
  const from = performance.now();
  for (let number = 3_000; number > 0; number--) capacity.leave(`session-${number}`);
  // It took a minute.
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(positions.get('session-1')).toBe('1 of 1');
});

it('each waiting session gets its new position', () => {
  const { capacity, positions } = queue(3);
  capacity.leave('session-1');
  expect(Object.fromEntries(positions)).toMatchObject({ 'session-2': '1 of 2', 'session-3': '2 of 2' });
  capacity.leave('session-0');
  expect(Object.fromEntries(positions)).toMatchObject({ 'session-2': 'running', 'session-3': '1 of 1' });
});

it('a session that leaves while positions are reported leaves all others with the right position', () => {
  const capacity = new SessionCapacity(1);
  const heard: Record<string, string> = {};
  const hear = (id: string) => (place: { position: number; size: number } | null) => {
    heard[id] = place ? `${place.position} of ${place.size}` : 'running';
    if (id === 'hasty' && place?.position === 1) capacity.leave('hasty');
  };
  for (const id of ['running', 'first', 'hasty', 'last']) capacity.enter(id, hear(id));
  capacity.leave('first');
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
