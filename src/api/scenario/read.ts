import { readFile } from 'node:fs/promises';
import { corrected, issueTexts } from '../../handles/issues.js';
import type { MockOptions } from '../mock-options.js';
import { withoutUndefined } from './without-undefined.js';
import { scenarioShape, type Scenario } from './shape.js';

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'it is a folder',
};

/**
 * Reads a scenario from a file (YAML or JSON) or an object, as options for `createMock` and `startMock`.
 * @throws TypeError that names the file, each invalid field, and the problem
 */
export async function readScenario(source: string | Scenario): Promise<MockOptions> {
  if (typeof source !== 'string') return optionsOf(source, 'the scenario');
  const { parseDocument } = await import('yaml');
  const text = await readFile(source, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = fileProblems[cause.code ?? ''] ?? cause.message;
    throw new TypeError(`Cannot read the scenario ${source}: ${reason}.`, { cause });
  });
  const document = parseDocument(text, { prettyErrors: true });
  const [syntaxError] = document.errors;
  if (syntaxError) throw new TypeError(`${source} is neither YAML nor JSON: ${syntaxError.message}`);
  return optionsOf(document.toJS() ?? {}, source);
}

function optionsOf(value: unknown, name: string): MockOptions {
  const parsed = scenarioShape.safeParse(plain(value, name), corrected);
  if (!parsed.success)
    throw new TypeError(`${name} is not valid:\n  ${issueTexts(parsed.error).join('\n  ')}`);
  return parsed.data;
}

function plain(value: unknown, name: string): unknown {
  try {
    return withoutUndefined(value);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${name} is not valid: ${error.message}`) : error;
  }
}
