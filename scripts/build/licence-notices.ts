import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

/**
 * The folder of a package that a bundled file comes from; undefined for our own files. A package may have folders of this
 * name that hold no packages.
 */
function packageOf(root: string, file: string): string | undefined {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
  if (folder === undefined || existsSync(join(root, folder, 'package.json'))) return folder;
  return packageOf(root, folder);
}

/**
 * The licences of the packages in a bundle, as their files say them: nearly all ask that a copy goes with the code.
 * `files` are the bundled files, relative to `root`.
 * @throws Error for a package that states no licence
 */
export function licenceNotices(root: string, files: readonly string[]): string {
  const folders = new Set(
    files.map((file) => packageOf(root, file)).filter((folder) => folder !== undefined),
  );
  const notices = [...folders].map((folder) => noticeOf(join(root, folder))).sort();
  return (
    ['app.cjs and media-bundle.cjs contain these packages.', ...new Set(notices)].join(
      `\n\n${'-'.repeat(80)}\n\n`,
    ) + '\n'
  );
}

function noticeOf(folder: string): string {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest;
  if (license === undefined)
    throw new Error(`${name} states no licence, and is bundled. Find out whether it may be.`);
  const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)(?:\.|-|$)/i.test(entry));
  const by = typeof author === 'object' ? author.name : author;
  const text =
    file === undefined ? `Copyright ${by ?? name}` : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}`;
}
