import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CliError, exitCode } from './errors.js';

const file = 'decart-mock.config.ts';

/** `decart-mock init`: writes a config file to start from. */
export function addInit(program: Command): void {
  program
    .command('init')
    .description(`write a commented ${file}`)
    .option('--force', 'overwrite an existing file')
    .action(async ({ force }: { force?: true }) => {
      try {
        writeFileSync(file, template, { flag: force ? 'w' : 'wx' });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
        throw new CliError(`${file} already exists. --force overwrites it.`, exitCode.failed, {
          cause: error,
        });
      }
      process.stderr.write(`Wrote ${file}. "decart-mock start" in this folder reads it.\n`);
    });
}

/** Every setting is commented out, mostly with its default: a setting here would override a scenario's. */
export const template = `import type { MockConfig } from 'decart-mock';

/** These settings override a scenario; flags and DECART_MOCK_* variables override both. */
export default {
  // port: 8787,
  // host: '127.0.0.1',

  // Same seed, same ids, random draws and media.
  // seed: 'my-test-run',

  // real, scaled, manual (moves only through the control API) or auto (skips waits).
  // clock: 'real',

  // Catalogue date: serve the models of that day.
  // asOf: '2026-05-31',

  // testcard, echo (the upload itself) or transform (needs @napi-rs/webcodecs).
  // render: 'testcard',

  // How long jobs take, in ms.
  // timing: { pending: 300, processing: 1_200 },

  // Keys of one organisation share credits and the session quota. strictKeys refuses all other keys.
  // keys: { dct_alice: { organisation: 'acme' }, dct_bob: { organisation: 'acme' } },
  // organisations: { acme: { credits: 50, autoTopUp: null, maxConcurrentSessions: 2 } },
  // strictKeys: true,

  // Faults to inject.
  // rules: [{ operation: 'jobs.status', when: { every: 3 }, effect: { type: 'error', code: 'internal' } }],
} satisfies MockConfig;
`;
