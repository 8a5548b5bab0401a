// Preloaded into a measured server. On request over the IPC channel it reports the CPU time used so far (µs), its memory
// after garbage collection, and the CPU time after that.
import { setImmediate as turn } from 'node:timers/promises';

const cpu = () => process.cpuUsage().user + process.cpuUsage().system;

async function report() {
  const cpuBefore = cpu();
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await turn();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send({ cpuBefore, heapUsed, external, rss, cpuAfter: cpu() });
}

process.on('message', () => void report());
process.channel.unref();
