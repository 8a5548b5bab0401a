import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const EMPTY = 'module.exports = {};';

/** Files of packages that are replaced, because the server never uses what they do. */
const replaced: readonly (readonly [file: RegExp, contents: string])[] = [
  // body-parser decodes JSON in UTF-8, UTF-16 or UTF-32 only, and refuses all other charsets first.
  [/[\\/]iconv-lite[\\/]encodings[\\/][sd]bcs-/, EMPTY],
  // No static files, no parsing of queries or forms by express.
  [/[\\/]node_modules[\\/](?:send|serve-static|qs[\\/]lib)[\\/]index\.js$/, EMPTY],
  [/[\\/]node_modules[\\/]debug[\\/]src[\\/]index\.js$/, 'module.exports = () => () => undefined;'],
];

/** The types that express looks up for this server: of pages, texts, JSON and bytes. */
const TYPES = new Set(['text/html', 'text/plain', 'application/json', 'application/octet-stream']);

/**
 * Leaves out of the bundle what packages bring along and the server never uses: 40 % of its bytes, which each start would read,
 * and modules of Node that each start would load.
 */
export const trimPackages: Plugin = {
  name: 'trim-packages',
  setup(made) {
    for (const [filter, contents] of replaced) made.onLoad({ filter }, () => ({ contents }));
    made.onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, async ({ path }) => {
      const types = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
      const kept = Object.entries(types).filter(([type]) => TYPES.has(type));
      return { contents: JSON.stringify(Object.fromEntries(kept)), loader: 'json' };
    });
    // Only the control API reads bodies with it, and loads on first use.
    made.onLoad({ filter: /[\\/]express[\\/]lib[\\/]express\.js$/ }, async ({ path }) => ({
      contents: replace(await readFile(path, 'utf8'), path, [
        [/var bodyParser = require\('body-parser'\)\n/, ''],
        [/exports\.json = bodyParser\.json\n/, getter('json')],
        [/exports\.(raw|text|urlencoded) = bodyParser\.\1\n/g, ''],
      ]),
    }));
    // Commands of commander in programs of their own: ours has none.
    made.onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, async ({ path }) => ({
      contents: replace(await readFile(path, 'utf8'), path, [
        [/const childProcess = require\('node:child_process'\);\n/, ''],
      ]),
    }));
  },
};

const getter = (name: string): string =>
  `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('body-parser').${name} });\n`;

/** @throws Error when an update of the package has changed a replaced text */
function replace(
  text: string,
  path: string,
  changes: readonly (readonly [from: RegExp, to: string])[],
): string {
  return changes.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before)
      throw new Error(`${path} has no ${String(from)} any more: adapt scripts/build/trim-packages.ts.`);
    return after;
  }, text);
}
