import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reportSkip } from '../../support/report-skip.js';
import { until } from '../../support/patience.js';
import { StreamClient } from '../../unit/realtime/support/stream-client.js';
import { useCli, type ReadyLine } from './support/cli.js';

const cli = useCli();

async function join({ realtimeUrl, key }: ReadyLine): Promise<void> {
  await using client = await StreamClient.open(realtimeUrl, { key });
  client.send({ type: 'livekit_join' });
  expect(await client.next('livekit_room_info')).toHaveProperty('livekit_url');
}

/** Realtime takes about 30 MB. */
const LOADED_MB = 20;

/** Resident memory of a process in MB. */
const resident = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_000;

test('a client that joins right after the start, while realtime is loaded, gets its room', async () => {
  const running = cli.spawn(['start', '--json', '--port', '0', '--render', 'testcard']);
  const ready = await running.ready();
  await Promise.all([join(ready), join(ready)]);
  expect((await running.stop()).code).toBe(0);
});

test('a client token is minted and a socket opened at once, right after the start, and both work', async () => {
  // The two need the same package, and a race has to be tried more than once.
  for (let start = 0; start < 3; start++) {
    const running = cli.spawn(['start', '--json', '--port', '0', '--render', 'testcard']);
    const ready = await running.ready();
    const mint = fetch(`${ready.url}/v1/client/tokens`, {
      method: 'POST',
      headers: { 'x-api-key': ready.key },
    });
    await join(ready);
    expect((await mint).status).toBe(200);
    await join(ready);
    await running.stop();
    expect(running.stderr).not.toContain('Internal error');
  }
});

const noStatus = process.platform === 'linux' ? undefined : 'the memory of a process is read from /proc';

test.skipIf(reportSkip(noStatus))(
  'loads realtime while no request comes, and a client that joins then gets its room',
  async () => {
    const running = cli.spawn(['start', '--json', '--port', '0', '--render', 'testcard']);
    const ready = await running.ready();
    const before = resident(ready.pid);
    await until(() => expect(resident(ready.pid)).toBeGreaterThan(before + LOADED_MB));
    await join(ready);
  },
);
