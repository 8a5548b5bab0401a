import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Files below folders of the repository, by their paths from its root. */
export function filesBelow(folders: readonly string[], ending: RegExp): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && ending.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
}

/** Files of the repository that git tracks or would add, by their paths from its root. */
export const trackedFiles = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Hand-written TypeScript of the mock server and the kit. */
export const sources = filesBelow(['src', 'conformance'], /(?<!\.gen)\.ts$/);

export const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);

/** The comment at the top of a file, before the first statement or with the first declaration. */
export function headComment(text: string): string {
  const upToFirstDeclaration =
    /^[^]*?(?=^(?:export |abstract )*(?:class|function|const|interface|type) )/m.exec(text);
  return upToFirstDeclaration?.[0] ?? '';
}
