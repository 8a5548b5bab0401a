import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Every server takes a free port and every test its own key, so files may run side by side.
    fileParallelism: true,
    // Much of the time goes by waiting for browsers and child processes, so one more than there are cores.
    maxWorkers: availableParallelism() + 1,
    // Only what fails takes as long: a busy machine has its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 40_000 } },
    unstubEnvs: true,
  },
});
