import { expect, test } from 'vitest';
import { createMock } from '../../../src/index.js';
import { clientOf, controlOf } from './support.js';

const now = '2026-10-01T12:00:00.000Z';
const mocked = () => createMock({ seed: 'control', clock: 'manual', now });

test('the clock is read, and moved by a duration or to a time', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_clock');
  expect((await control('GET', '/clock')).body).toEqual({ mode: 'manual', rate: 1, now, pending: [] });
  expect((await control('POST', '/clock/advance', { by: '90s' })).body).toMatchObject({
    now: '2026-10-01T12:01:30.000Z',
    fired: [],
  });
  expect((await control('POST', '/clock/advance', { by: 500 })).body).toMatchObject({
    now: '2026-10-01T12:01:30.500Z',
  });
  expect((await control('POST', '/clock/advance', { to: '2027-01-01T00:00:00Z' })).body).toMatchObject({
    now: '2027-01-01T00:00:00.000Z',
  });
});

test.each([-4e35, 8.7e15, -8.7e15])('a time that no date can hold, %d, is refused', async (to) => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_beyond');
  expect(await control('POST', '/clock/advance', { to })).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_input' } },
  });
  expect((await control('GET', '/clock')).body).toMatchObject({ now });
});

test('the answer comes after all due timers fired, and lists them', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_due');
  await control('POST', '/rules', { operation: 'quota.get', effect: { type: 'delay', ms: 5_000 } });
  const delayed = clientOf(mock.fetch, 'dct_due').quota();
  while ((await mock.account('dct_due').clock.get()).pending.length === 0) await new Promise(setImmediate);
  expect((await control('GET', '/clock')).body).toMatchObject({
    pending: [{ at: '2026-10-01T12:00:05.000Z', label: 'delayed quota.get' }],
  });
  expect((await control('POST', '/clock/next')).body).toEqual({
    mode: 'manual',
    rate: 1,
    now: '2026-10-01T12:00:05.000Z',
    pending: [],
    fired: [{ at: '2026-10-01T12:00:05.000Z', label: 'delayed quota.get' }],
    count: 1,
  });
  expect((await delayed).status).toBe(200);
  expect((await control('POST', '/clock/next')).body).toMatchObject({ fired: [], count: 0 });
});

test('moving back is refused with a message', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_back');
  expect(await control('POST', '/clock/advance', { to: '2026-09-30T00:00:00Z' })).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'time_backwards',
        message:
          'Cannot move the clock back from 2026-10-01T12:00:00.000Z to 2026-09-30T00:00:00.000Z: time only goes forward.',
      },
    },
  });
  expect(await control('POST', '/clock/advance', { by: -1 })).toMatchObject({
    status: 400,
    body: { error: { code: 'time_backwards' } },
  });
});

test.each([
  [{}, 'bad_input'],
  [{ by: 'soon' }, 'bad_input'],
  [{ to: 'tomorrow' }, 'bad_input'],
  [{ to: '2027-02-29' }, 'bad_input'],
  [{ by: '1s', to: now }, 'bad_input'],
  ['{"by":', 'not_json'],
])('%j does not move the clock', async (body, code) => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_bad');
  expect(await control('POST', '/clock/advance', body)).toMatchObject({
    status: 400,
    body: { error: { code } },
  });
  expect((await control('GET', '/clock')).body).toMatchObject({ now });
});

test('the mode changes and the time stays', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_mode');
  expect((await control('PUT', '/clock', { mode: 'auto' })).body).toMatchObject({ mode: 'auto', rate: 1 });
  expect((await control('PUT', '/clock', { mode: 'scaled', rate: 60 })).body).toMatchObject({ rate: 60 });
  expect(await control('PUT', '/clock', { mode: 'scaled' })).toMatchObject({ status: 400 });
  expect(await control('PUT', '/clock', { mode: 'fast' })).toMatchObject({ status: 400 });
  const held = (await control('PUT', '/clock', { mode: 'manual' })).body as { now: string };
  expect(Date.parse(held.now)).toBeGreaterThanOrEqual(Date.parse(now));
  expect((await control('GET', '/clock')).body).toEqual({ ...held });
});

test('each key has its own clock', async () => {
  await using mock = mocked();
  await controlOf(mock.fetch, 'dct_a')('POST', '/clock/advance', { by: '1d' });
  expect((await controlOf(mock.fetch, 'dct_b')('GET', '/clock')).body).toMatchObject({ now });
});
