import { expect, test } from 'vitest';
import { serve } from '../unit/http/support/serve.js';
import { head, Wire } from '../unit/http/support/wire.js';
import { until } from '../support/patience.js';

const key = 'dct_slow_bodies';
const ask = head('GET', '/v1/realtime/quota', { 'X-API-KEY': key });

// At 450 bytes a second, 45 go at a time.
test.each([
  { bytes: 40, pauses: 0 },
  { bytes: 45, pauses: 0 },
  { bytes: 120, pauses: 2 },
])(
  'after a slow body of $bytes bytes the connection answered nobody until the clock moved',
  async ({ bytes, pauses }) => {
    await using served = await serve();
    const { rules, clock } = served.mock.account(key);
    const body = 'x'.repeat(bytes);
    const operation = 'quota.get';
    rules.add({ operation, when: { first: 1 }, effect: { type: 'respond', status: 200, body } });
    rules.add({ operation, when: { first: 1 }, effect: { type: 'slow', bytesPerSecond: 450 } });
    using wire = await Wire.open(served.mock.url);
    await wire.write(ask);
    for (let pause = 0; pause < pauses; pause++) {
      await until(() => expect(clock.pending.map(({ label }) => label)).toEqual(['slow body']));
      expect((await clock.advance(100)).count).toBe(1);
    }
    expect(await wire.answer()).toMatchObject({ status: 200, body });
    await wire.write(ask);
    expect(await wire.answer()).toMatchObject({
      status: 200,
      body: expect.stringContaining('limit') as string,
    });
    expect(clock.pending).toEqual([]);
  },
);
