import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The pages of this repository and the code on them. */

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Paths from the root. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

export interface Block {
  readonly page: string;
  /** Line of the first line of code. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** Every block of code on a page, also one in a list. */
export const blocksOf = (page: string): readonly Block[] =>
  [...textOf(page).matchAll(/^( *)```(\w+)\n(.*?)^\1```$/gms)].map(
    ({ 1: indent = '', 2: language = '', 3: code = '', index, input }) => ({
      page,
      line: input.slice(0, index).split('\n').length + 1,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );

export const allBlocks: readonly Block[] = pages.flatMap(blocksOf);

/** Commands of the shell blocks, with continued lines joined and comments removed. */
export const shellLines = ({ code }: Block): readonly string[] =>
  code
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/ +# .*$/, '').trim())
    .filter((line) => line !== '');
