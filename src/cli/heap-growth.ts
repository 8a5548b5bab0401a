import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Used heap in bytes above which it grows slowly. */
const LARGE = 80 * 1024 * 1024;

/**
 * Makes a large heap grow by a third instead of doubling. The mock shares its machine with a test run. Without this,
 * 100,000 jobs can leave the heap at twice what they need, depending on the last garbage collection. Applied from the
 * start, it would make submits of files and new sockets 50 % slower (docs/explanation/benchmarks.md). Only for our own process: a
 * library must not change its host's memory settings.
 */
export function limitHeapGrowth(): void {
  const collections = new PerformanceObserver(() => {
    if (getHeapStatistics().used_heap_size < LARGE) return;
    collections.disconnect();
    setFlagsFromString('--heap-growing-percent=30');
  });
  collections.observe({ entryTypes: ['gc'] });
}
