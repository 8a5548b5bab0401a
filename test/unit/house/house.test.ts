import ts from 'typescript';
import { expect, test } from 'vitest';
import { headComment, parse, read, sources, trackedFiles } from './sources.js';

/** How many lines and fields need no reason; the lint refuses more than 300 lines whatever the reason. */
const LINES = 250;
const FIELDS = 12;
/** The head comment of a longer file or a wider class says why: "One file because …", "One class because …". */
const REASON = /\bbecause\b/;

test('a type name is declared once in the whole house', () => {
  const declared = new Map<string, string[]>();
  for (const path of sources)
    for (const statement of parse(path).statements)
      if (
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        (ts.isClassDeclaration(statement) && statement.name)
      ) {
        const name = statement.name?.text ?? '';
        declared.set(name, [...(declared.get(name) ?? []), path]);
      }
  expect([...declared].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

test(`a file of more than ${LINES} lines says why in its head comment`, () => {
  const long = sources.filter((path) => read(path).split('\n').length - 1 > LINES);
  expect(long.filter((path) => !REASON.test(headComment(read(path))))).toEqual([]);
});

const hasModifier = (node: ts.HasModifiers): boolean => (ts.getModifiers(node) ?? []).length > 0;

/** Fields of a class, those that its constructor declares included. */
function fieldsOf(declaration: ts.ClassDeclaration): number {
  const own = declaration.members.filter(
    (member) =>
      ts.isPropertyDeclaration(member) &&
      !(ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword),
  );
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  return own.length + (constructor?.parameters.filter(hasModifier).length ?? 0);
}

test(`a class of more than ${FIELDS} fields says why in the head comment of its file`, () => {
  const wide = sources.flatMap((path) =>
    parse(path)
      .statements.filter(ts.isClassDeclaration)
      .filter((one) => fieldsOf(one) > FIELDS && !REASON.test(headComment(read(path))))
      .map((one) => `${path}: ${one.name?.text ?? 'a class'} has ${fieldsOf(one)} fields`),
  );
  expect(wide).toEqual([]);
});

/** Files that are not read for words, each with the reason. */
const exempt: readonly (readonly [RegExp, string])[] = [
  [/\.(?:png|jpg|webp|mp4)$/, 'not text'],
  [/(?:^|\/)package-lock\.json$/, "npm's text"],
  [/^LICENSE$/, 'the text of a licence'],
  [/\.gen\.\w+$/, 'made from files that are read'],
  [/^test\/unit\/house\/house\.test\.ts$/, 'lists the words'],
];

test('every tracked text file is free of the private vocabulary', () => {
  const prose = trackedFiles().filter((path) => !exempt.some(([pattern]) => pattern.test(path)));
  for (const path of ['fixtures/README.md', 'CHANGELOG.md', 'action.yml', 'bench/run.ts', '.ci/run'])
    expect(prose).toContain(path);
  // Python's `is None` is no prose.
  const words =
    /\b(?:nobody|whoever|somebody|is told|is none|so many|stand-ins?|says nothing to|come to life)\b/i;
  const found = prose.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, at) =>
        words.test(line.replaceAll('is None', '')) ? [`${path}:${at + 1}: ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});
