import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Heap in use from which on it is to grow slowly, bytes. */
const LARGE = 64 * 1024 * 1024;

/**
 * Lets a large heap grow by a third instead of doubling, and a small one as Node does. A stand-in shares its machine with
 * a test run, and without this 100,000 jobs leave it, by the chance of when the garbage was last taken, at up to twice
 * what they need; with it from the start submits of files and new sockets take half as long again (docs/explanation/benchmarks.md).
 * For a process of our own only: a library has no say in its host's memory.
 */
export function limitHeapGrowth(): void {
  const collections = new PerformanceObserver(() => {
    if (getHeapStatistics().used_heap_size < LARGE) return;
    collections.disconnect();
    setFlagsFromString('--heap-growing-percent=30');
  });
  collections.observe({ entryTypes: ['gc'] });
}
