// Preloaded into a server under measurement. When asked over the IPC channel it tells the CPU time it has used until then
// (µs), its memory once the garbage is gone, and the CPU time after that.
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
