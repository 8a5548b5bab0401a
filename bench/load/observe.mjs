// Preloaded into a server under load. Over the IPC channel it reports its memory before and after garbage collection and
// the delay of its event loop since the last report, which the collections of this report do not count in.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
// The sampling interval is part of what the histogram records.
const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - 10);

async function report() {
  const loop = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
  const { rss: rssAsIs } = process.memoryUsage();
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await turn();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  delay.reset();
  process.send({ loop, rssAsIs, rss, heapUsed, external });
}

process.on('message', () => void report());
process.channel.unref();
