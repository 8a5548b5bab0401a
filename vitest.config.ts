import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** A tier of the tests: its files, and how they run. `npm test` runs `fast` and `process`. */
const tier = (
  name: string,
  include: string[],
  options: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, include, ...options },
});

export default defineConfig({
  test: {
    // Every server takes a free port and every test its own key, so files run side by side.
    fileParallelism: true,
    // Much of the time is spent waiting for child processes, so two more than there are cores.
    maxWorkers: availableParallelism() + 2,
    // Only a failing test takes as long; a busy machine needs the reserve.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 40_000 } },
    unstubEnvs: true,
    projects: [
      // In process. Modules are loaded once per worker and not once per file, which halves the time.
      tier('fast', ['test/{unit,regressions,conformance}/**/*.test.ts'], { pool: 'threads', isolate: false }),
      // Tests that start programs: the command line, adapters, the packed documentation.
      tier('process', ['test/process/**/*.test.ts']),
      // Real codecs, rooms and peers, on real time.
      tier('media', ['test/media/**/*.test.ts']),
      // Published SDKs, JavaScript and Python.
      tier('clients', ['test/clients/**/*.test.ts']),
      // A real browser: every SDK generation, dialect, codec, renderer and failure.
      tier('browser', ['test/browser/**/*.{test,matrix}.ts'], { maxWorkers: 2, sequence: { groupOrder: 1 } }),
      // The embedded LiveKit room beside a real livekit-server, with real clients in both.
      tier('beside', ['test/room-beside-room/**/*.test.ts'], { sequence: { groupOrder: 3 } }),
      // Whole SDK suites, broken SDKs and recorded sessions: the proof that the kit judges rightly.
      tier('proofs', ['test/**/*.proof.ts'], { maxWorkers: 3, sequence: { groupOrder: 2 } }),
    ],
  },
});
