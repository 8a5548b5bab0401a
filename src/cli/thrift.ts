import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow by a third instead of doubling. A stand-in shares its machine with a test run, and without this
 * 100,000 jobs leave it, by the chance of when the garbage was last taken, at up to twice what they need; V8's
 * `--optimize-for-size` halves that once more, and took a quarter of the polls a second (docs/benchmarks.md).
 * For a process of our own only: a library has no say in its host's memory. After the compile cache is read, which holds
 * for the flags that it was made with.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--heap-growing-percent=30');
