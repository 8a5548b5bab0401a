import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { bundleMedia, mediaApart } from './bundle-media.js';
import { licenceNotices } from './licence-notices.js';
import { trimPackages } from './trim-packages.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages that every start needs. All others stay outside the bundle and load on first use. */
const bundled = new Set(['commander', 'express', 'ws']);

/**
 * Bundles the command line: `main.js`, a small launcher, `app.cjs`, all that a start needs, the packages that carry media,
 * and the licences.
 */
export async function bundleCli(outdir: string): Promise<void> {
  const { dependencies, peerDependencies } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'peerDependencies', Record<string, string>>;
  const packages = Object.keys({ ...dependencies, ...peerDependencies });
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(outdir, 'app.cjs'),
    bundle: true,
    format: 'cjs', // before Node 22, V8 caches compiled scripts but not modules
    platform: 'node',
    target: 'node20.19',
    minifyWhitespace: true,
    minifySyntax: true,
    external: packages.filter((name) => !bundled.has(name)).flatMap((name) => [name, `${name}/*`]),
    plugins: [kitStaysOutside, ownUrl, trimPackages, mediaApart],
    logLevel: 'warning',
  });
  expectSelfContained(metafile);
  expectOneWay(metafile);
  const app = await readFile(join(outdir, 'app.cjs'), 'utf8');
  // A script from V8's cache cannot use Node's import(): the launcher passes one in.
  const script = app.replaceAll(/(?<![.\w$])import\(/g, 'dynamicImport(');
  // esbuild leaves other characters than ASCII in regular expressions alone.
  await writeFile(join(outdir, 'app.cjs'), script.replaceAll(/[^\0-\x7f]/g, escaped));
  await copyFile(join(root, 'src/cli/launcher.cjs'), join(outdir, 'main.js'));
  const files = [...Object.keys(metafile.inputs), ...(await bundleMedia(outdir))];
  await writeFile(join(outdir, 'licences.txt'), licenceNotices(root, files));
  // The package's own type is module.
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
}

/** @throws Error when a module that every start loads imports a package outside the bundle, which can double the time of a start */
function expectSelfContained({ inputs }: Metafile): void {
  const seen = new Set(['src/cli/main.ts']);
  for (const file of seen) {
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (kind !== 'import-statement') continue;
      if (!external) seen.add(path);
      else if (!isBuiltin(path))
        throw new Error(
          `${file} imports ${path}, and every start loads it. Load it on first use with import().`,
        );
    }
  }
}

/**
 * @throws Error when a package is loaded by `import()` in one module and by a static import in another. The bundle makes
 * `require` of the latter, and Node refuses to require a module that an `import()` has not finished loading.
 */
function expectOneWay({ inputs }: Metafile): void {
  const imports = Object.values(inputs).flatMap(({ imports }) => imports);
  const packages = (kinds: readonly string[]): Set<string> =>
    new Set(
      imports
        .filter(({ path, kind, external }) => external && !isBuiltin(path) && kinds.includes(kind))
        .map(({ path }) => path),
    );
  const dynamic = packages(['dynamic-import']);
  const both = [...packages(['import-statement', 'require-call'])].filter((path) => dynamic.has(path));
  if (both.length > 0)
    throw new Error(
      `Some modules import ${both.join(', ')}, others call import() for it. Choose one of the two.`,
    );
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

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
