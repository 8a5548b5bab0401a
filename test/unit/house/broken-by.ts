import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { root } from './sources.js';

/** Without the rules that read types, which take most of the time. */
const withoutTypes: Linter.Config[] = [
  tseslint.configs.disableTypeChecked,
  { files: ['src/**', 'conformance/**'], rules: { 'house/no-any-type': 'off' } },
];
const untyped = new ESLint({ cwd: root, overrideConfig: withoutTypes });
const typed = new ESLint({ cwd: root });

/** The rules that an existing file breaks with text added to it; the parser needs a file that the project has. */
export async function brokenBy(
  path: string,
  added: string,
  types = false,
): Promise<readonly (string | null)[]> {
  const text = `${added}\n${readFileSync(join(root, path), 'utf8')}`;
  const [result] = await (types ? typed : untyped).lintText(text, { filePath: join(root, path) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

/** What a rule reports of a file as it stands, were it not for the file's exception. */
export async function reportsOf(path: string, rule: string): Promise<readonly string[]> {
  const entry: Linter.RuleEntry = rule === 'house/clock-and-seed' ? ['error', { allow: [] }] : 'error';
  const strict = new ESLint({ cwd: root, overrideConfig: [...withoutTypes, { rules: { [rule]: entry } }] });
  const [result] = await strict.lintFiles(path);
  return (result?.messages ?? []).filter(({ ruleId }) => ruleId === rule).map(({ message }) => message);
}
