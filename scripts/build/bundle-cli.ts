import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { mediaApart } from './bundle-media.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages that every start needs. All others stay outside the bundle and load on first use. */
const bundled = new Set(['commander', 'express', 'ws']);

/** Bundles the command line: `main.js`, a small launcher, and `app.cjs`, all that a start needs. */
export async function bundleCli(outdir: string): Promise<void> {
  const { dependencies, peerDependencies } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'peerDependencies', Record<string, string>>;
  const packages = Object.keys({ ...dependencies, ...peerDependencies });
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(outdir, 'app.cjs'),
    bundle: true,
    format: 'cjs', // before Node 22, V8 caches compiled scripts but not modules
    platform: 'node',
    target: 'node20.19',
    minifyWhitespace: true,
    minifySyntax: true,
    external: packages.filter((name) => !bundled.has(name)).flatMap((name) => [name, `${name}/*`]),
    plugins: [kitStaysOutside, ownUrl, mediaApart],
    logLevel: 'warning',
  });
  const app = await readFile(join(outdir, 'app.cjs'), 'utf8');
  // A script from V8's cache cannot use Node's import(): the launcher passes one in.
  await writeFile(join(outdir, 'app.cjs'), app.replaceAll(/(?<![.\w$])import\(/g, 'dynamicImport('));
  await copyFile(join(root, 'src/cli/launcher.mjs'), join(outdir, 'main.js'));
}

/** The conformance kit is not bundled: `dist/cli` imports it from `dist/conformance`. */
const kitStaysOutside: Plugin = {
  name: 'kit-stays-outside',
  setup(made) {
    made.onResolve({ filter: /\/conformance\// }, ({ path, kind }) =>
      kind === 'dynamic-import'
        ? { path: path.replace(/^.*\/conformance\//, '../conformance/'), external: true }
        : undefined,
    );
  },
};

/** Gives a bundled module the URL that it has in `dist/src`, so that it finds the files beside it. */
const ownUrl: Plugin = {
  name: 'own-url',
  setup(made) {
    made.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('import.meta.url') || path.includes('node_modules')) return undefined;
      const built = JSON.stringify(join('..', relative(root, path)).replace(/\.ts$/, '.js'));
      const url = `require('node:url').pathToFileURL(require('node:path').join(__dirname, ${built})).href`;
      return { contents: source.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};
