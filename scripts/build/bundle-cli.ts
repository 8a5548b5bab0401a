import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What every start needs. Everything else stays a package of its own, to be loaded when first used. */
const bundled = new Set(['commander', 'express', 'multer', 'ws']);

/** The command line as `main.js`, a small launcher, and `app.cjs`, everything that a start needs. */
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
    format: 'cjs', // V8 keeps compiled code of scripts, not of modules, before Node 22
    platform: 'node',
    target: 'node20.19',
    minifyWhitespace: true,
    minifySyntax: true,
    external: packages.filter((name) => !bundled.has(name)).flatMap((name) => [name, `${name}/*`]),
    plugins: [kitStaysOutside, ownUrl],
    logLevel: 'warning',
  });
  const app = await readFile(join(outdir, 'app.cjs'), 'utf8');
  // A script that V8 takes from its cache has lost Node's import(): the launcher hands it in.
  await writeFile(join(outdir, 'app.cjs'), app.replaceAll(/(?<![.\w$])import\(/g, 'dynamicImport('));
  await copyFile(join(root, 'src/cli/launcher.mjs'), join(outdir, 'main.js'));
}

/** The conformance kit is a program of its own; `dist/cli` reaches it at `dist/conformance`. */
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

/** A bundled module keeps the URL it has in `dist/src`, so that it finds what lies beside it. */
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
