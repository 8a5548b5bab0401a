/**
 * Builds dist/:
 *
 * - `dist/src` and `dist/conformance`: the library, one module per source, with its declarations and the assets beside the
 *   sources (YAML, JSON Schema).
 * - `dist/cli`: the command line in one file, because resolving and reading 100 modules is most of a cold start.
 *
 * `--js` skips the declarations, which take most of the time and are needed only by compilers.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleCli } from './build/bundle-cli.js';
import { warmCache } from './build/warm-cache.js';
import { transpileLibrary } from './build/transpile-library.js';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const fresh = `tmp/dist-${process.pid}`;

try {
  await transpileLibrary(fresh);
  await bundleCli(`${fresh}/cli`);
  if (!process.argv.includes('--js')) {
    const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh], {
      stdio: 'inherit',
    });
  }
  await writeFile(`${fresh}/built`, '');
  // In one step, so that a process that runs the old build never sees half of the new one.
  if (existsSync('dist')) await rename('dist', `${fresh}.old`);
  await rename(fresh, 'dist');
  execFileSync(process.execPath, ['scripts/build/warm-media.cjs', `${root}/dist/cli/media-packages.cjs`], {
    stdio: 'inherit',
  });
  await warmCache('dist/cli/main.js');
} finally {
  await rm(fresh, { recursive: true, force: true });
  await rm(`${fresh}.old`, { recursive: true, force: true });
}
