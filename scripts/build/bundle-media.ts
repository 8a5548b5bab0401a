import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

const curves = fileURLToPath(new URL('native-curves.cjs', import.meta.url));

/** Packages that carry media. The command line loads them from a bundle of their own, for its first session. */
const MEDIA_PACKAGES = ['werift', '@livekit/protocol', 'livekit-server-sdk'];

/**
 * Bundles the packages that carry media: `media-bundle.cjs`, and what runs it, `media-packages.cjs`. Resolves with the bundled
 * files.
 */
export async function bundleMedia(outdir: string): Promise<string[]> {
  const entries = MEDIA_PACKAGES.map((name) => {
    const text = JSON.stringify(name);
    return `get ${text}() { return require(${text}); }`;
  });
  const { metafile } = await build({
    metafile: true,
    stdin: { contents: `module.exports = { ${entries.join(', ')} };`, resolveDir: root },
    absWorkingDir: root,
    outfile: join(outdir, 'media-bundle.cjs'),
    bundle: true,
    charset: 'ascii',
    format: 'cjs',
    platform: 'node',
    // Modules instead of CommonJS where a package has both: each is one file, and leaves out what is unused.
    mainFields: ['module', 'main'],
    target: 'node20.19',
    minifyWhitespace: true,
    minifySyntax: true,
    // Elliptic curves in JavaScript are slow until V8 has optimised them.
    alias: { tweetnacl: curves, '@noble/curves/p256': curves },
    logLevel: 'warning',
  });
  await copyFile(join(root, 'src/cli/media-packages.cjs'), join(outdir, 'media-packages.cjs'));
  return Object.keys(metafile.inputs);
}

/** Makes the bundle of the command line load these packages from theirs. */
export const mediaApart: Plugin = {
  name: 'media-apart',
  setup(made) {
    const filter = new RegExp(`^(?:${MEDIA_PACKAGES.join('|')})$`);
    made.onResolve({ filter }, ({ path }) => ({ path, namespace: 'media-packages' }));
    made.onResolve({ filter: /^\.\/media-packages\.cjs$/, namespace: 'media-packages' }, ({ path }) => ({
      path,
      external: true,
    }));
    made.onLoad({ filter: /./, namespace: 'media-packages' }, ({ path }) => ({
      contents: `module.exports = require('./media-packages.cjs')[${JSON.stringify(path)}];`,
    }));
  },
};
