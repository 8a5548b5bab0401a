import type { Linter } from 'eslint';

/** A file that may break a rule, and why. `allow` names the uses; without it the rule is off there. */
export interface Exception {
  readonly file: string;
  readonly rule: string;
  readonly allow?: readonly string[];
  readonly because: string;
}

const at = (rule: string, file: string, because: string): Exception => ({ rule, file, because });
const uses = (file: string, allow: readonly string[], because: string): Exception => ({
  rule: 'house/clock-and-seed',
  file,
  allow,
  because,
});

/** Every exception in `src` and `conformance`: comments cannot disable a rule. */
export const exceptions: readonly Exception[] = [
  at('house/literal-import', 'src/cli/config-file.ts', "loads the user's own configuration file"),
  at('house/module-loader', 'src/media/choose-renderers.ts', 'finds an optional package without loading it'),
  at('house/module-loader', 'src/media/livekit/rtc-node.ts', 'loads an optional package synchronously'),
  at('house/module-loader', 'src/cli/npm-parent.ts', 'loads what most starts do not need, synchronously'),
  at('house/import-meta', 'src/media/choose-renderers.ts', 'finds an optional package without loading it'),
  at('house/import-meta', 'src/media/livekit/rtc-node.ts', 'loads an optional package synchronously'),
  at('house/import-meta', 'src/contract/version.ts', 'finds package.json above it'),
  at('house/import-meta', 'conformance/adapters/shipped.ts', 'finds the adapter programs beside it'),
  at('house/import-meta', 'conformance/adapters/validate.ts', 'reads the schema beside it'),
  at('house/import-meta', 'conformance/engine/contract-guard.ts', 'finds openapi.yaml above it'),
  at('house/import-meta', 'conformance/matrix/install.ts', 'finds the adapter programs'),
  at('house/import-meta', 'conformance/report/json.ts', 'reads the schema beside it'),
  at('house/import-meta', 'conformance/requirements/load.ts', 'reads the requirements beside it'),
  at('house/import-meta', 'conformance/suites/fixtures/make-clips.ts', 'writes the clips beside it'),
  at('house/import-meta', 'conformance/suites/fixtures/make-pictures.ts', 'writes the pictures beside it'),
  at('house/import-meta', 'conformance/suites/traffic/models.ts', 'reads the models beside it'),
  at(
    'house/import-meta',
    'conformance/targets/launch-mock.ts',
    'starts the command line as a process, by tsx',
  ),
  uses(
    'src/media/real-time.ts',
    ['globalThis', 'performance'],
    'media runs on real time, by this file alone',
  ),
  uses(
    'src/media/livekit/tokens.ts',
    ['Date.now'],
    "clients check tokens on the host's clock, which counts the time asleep",
  ),
  uses('src/api/in-memory-fetch/fetch.ts', ['globalThis'], 'captures the global fetch'),
  uses('src/handles/journal-handle.ts', ['AbortSignal.timeout'], 'a test waits on real time for its journal'),
  uses('src/cli/healthcheck.ts', ['AbortSignal.timeout'], 'asks another process'),
  uses('src/cli/signals.ts', ['process.hrtime'], 'tells an echoed signal from a second one'),
  uses('src/cli/request-log.ts', ['process.hrtime'], 'prints how long an answer really took'),
  uses('src/cli/heap-growth.ts', ['node:perf_hooks'], "watches this process's garbage collections"),
  at('no-empty-pattern', 'src/vitest.ts', 'Vitest reads the needed fixtures from this pattern'),
];

export const exceptionConfigs: readonly Linter.Config[] = exceptions.map(({ file, rule, allow }) => ({
  files: [file],
  rules: { [rule]: allow ? ['error', { allow }] : 'off' },
}));
