import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { CliError, exitCode } from './errors.js';

const file = 'decart-mock.config.ts';

/** `decart-mock init`: a config file to begin with. */
export function addInit(program: Command): void {
  program
    .command('init')
    .description(`write a commented ${file}`)
    .option('--force', 'replace the one that is there')
    .action(async ({ force }: { force?: true }) => {
      try {
        await writeFile(file, template, { flag: force ? 'w' : 'wx' });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
        throw new CliError(`${file} is there already. --force replaces it.`, exitCode.failed, {
          cause: error,
        });
      }
      process.stderr.write(`Wrote ${file}. decart-mock start in this folder uses it.\n`);
    });
}

/** All is commented out, with what holds anyway where that can be said: a setting here would win over a scenario's. */
export const template = `import type { MockConfig } from 'decart-mock';

/** What stands here wins over a scenario; flags and DECART_MOCK_* variables win over both. */
export default {
  // port: 8787,
  // host: '127.0.0.1',

  // Same seed, same ids, chances and media.
  // seed: 'my-test-run',

  // real, scaled, manual (moves only through the control API) or auto (jumps to what is waited for).
  // clock: 'real',

  // Serve the models of a day.
  // asOf: '2026-05-31',

  // testcard, echo (the upload itself) or transform (needs @napi-rs/webcodecs).
  // render: 'testcard',

  // How long jobs take, in ms.
  // timing: { pending: 300, processing: 1_200 },

  // Keys of one organisation share credits and the session quota. strictKeys refuses all others.
  // keys: { dct_alice: { organisation: 'acme' }, dct_bob: { organisation: 'acme' } },
  // organisations: { acme: { credits: 50, autoTopUp: null, maxConcurrentSessions: 2 } },
  // strictKeys: true,

  // What should go wrong.
  // rules: [{ operation: 'jobs.status', when: { every: 3 }, effect: { type: 'error', code: 'internal' } }],
} satisfies MockConfig;
`;
