import { describe, expect, test } from 'vitest';
import { createMock, type Mock, type MockOptions } from '../../src/index.js';
import { connect, startQuiet } from '../unit/realtime/support/start.js';
import { form, videoBlob } from '../unit/http/support/serve.js';

const quota = (mock: Mock, key: string): Promise<Response> =>
  mock.fetch('/v1/realtime/quota', { headers: { 'x-api-key': key } });

/** Clients with keys of their own, one after the other. */
async function strangers(mock: Mock, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await quota(mock, `stranger-${index}`);
}

const keysOf = async (mock: Pick<Mock, 'accounts'>): Promise<readonly string[]> =>
  (await mock.accounts()).map(({ key }) => key).filter((key) => key !== 'anonymous');

async function submit(mock: Mock, key: string): Promise<void> {
  const body = form({ prompt: 'a red cat', data: videoBlob });
  const { status } = await mock.fetch('/v1/jobs/lucy-2.5', {
    method: 'POST',
    headers: { 'x-api-key': key },
    body,
  });
  expect(status).toBe(200);
}

async function upload(mock: Mock, key: string): Promise<void> {
  const body = form({ file: videoBlob });
  const { status } = await mock.fetch('/v1/files', { method: 'POST', headers: { 'x-api-key': key }, body });
  expect(status).toBeLessThan(300);
}

function mockOf(options: MockOptions = {}): AsyncDisposable & { mock: Mock; warnings: string[] } {
  const warnings: string[] = [];
  const mock = createMock({
    seed: 'full',
    clock: 'manual',
    now: '2026-10-08T12:00:00Z',
    limits: { accounts: 3 },
    onWarning: (warning) => warnings.push(warning),
    ...options,
  });
  return { mock, warnings, [Symbol.asyncDispose]: () => mock.close() };
}

const metric = async (mock: Mock): Promise<readonly (string | undefined)[]> => {
  const text = await (await mock.fetch('/_mock/metrics')).text();
  return ['no', 'yes'].map(
    (work) => new RegExp(`accounts_evicted_total\\{work="${work}"\\} (\\d+)`).exec(text)?.[1],
  );
};

describe('with more keys than accounts are kept', () => {
  test('those that the options name stay, and the others are as many as the limit', async () => {
    await using served = mockOf({ keys: { dct_one: {}, dct_two: {} } });
    const { mock, warnings } = served;
    await mock.account('dct_one').credits.set({ balance: 7 });
    await quota(mock, 'dct_two');
    await strangers(mock, 20);
    expect(await keysOf(mock)).toEqual(['dct_one', 'dct_two', 'stranger-17', 'stranger-18', 'stranger-19']);
    expect((await mock.account('dct_one').credits.get()).balance).toBe(7);
    expect([warnings, await metric(mock)]).toEqual([[], ['17', '0']]);
  });

  test('those that handles and registrations name go last, and even they are bounded', async () => {
    await using served = mockOf();
    const { mock } = served;
    await mock.credits.set({ balance: 7 });
    await mock.register('dct_registered');
    await strangers(mock, 20);
    expect(await keysOf(mock)).toEqual(['dct_mock', 'dct_registered', 'stranger-19']);
    for (let index = 0; index < 10; index++) await mock.account(`dct_handle_${index}`).state();
    expect(await keysOf(mock)).toEqual(['dct_handle_7', 'dct_handle_8', 'dct_handle_9']);
  });

  test.each([
    ['a job that runs', submit],
    ['a file', upload],
  ])('one with %s goes after those without work, which is said once', async (_, work) => {
    await using served = mockOf();
    const { mock, warnings } = served;
    await work(mock, 'worker-1');
    await strangers(mock, 20);
    expect(await keysOf(mock)).toEqual(['worker-1', 'stranger-18', 'stranger-19']);
    expect([warnings, await metric(mock)]).toEqual([[], ['18', '0']]);
    for (const key of ['worker-2', 'worker-3', 'worker-4', 'worker-5']) await work(mock, key);
    expect(await keysOf(mock)).toEqual(['worker-3', 'worker-4', 'worker-5']);
    expect(await metric(mock)).toEqual(['20', '2']);
    expect(warnings).toEqual([
      'More than 3 keys are in use, and one with running jobs, open sessions or files was forgotten. Raise "limits.accounts", or name the keys that must stay (--key, "keys").',
    ]);
  });

  test('one whose jobs have ended goes like any other', async () => {
    await using served = mockOf();
    const { mock, warnings } = served;
    await submit(mock, 'worker');
    await mock.account('worker').clock.advance('10m');
    await strangers(mock, 3);
    // Its handle holds it; the strangers go first.
    expect(await keysOf(mock)).toEqual(['worker', 'stranger-1', 'stranger-2']);
    await mock.account('dct_a').state();
    await mock.account('dct_b').state();
    await mock.account('dct_c').state();
    expect([await keysOf(mock), warnings]).toEqual([['dct_a', 'dct_b', 'dct_c'], []]);
  });

  test('one with an open session keeps it', async () => {
    await using mock = await startQuiet({ limits: { accounts: 3 } });
    await using client = await connect(mock, { key: 'in-session' });
    client.send({ type: 'livekit_join' });
    await client.next('livekit_room_info');
    for (let index = 0; index < 10; index++)
      await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': `stranger-${index}` } });
    expect(await keysOf(mock)).toEqual(['in-session', 'stranger-8', 'stranger-9']);
    client.send({ type: 'prompt', prompt: 'still here' });
    await client.next('prompt_ack');
  });
});
