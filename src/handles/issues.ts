import type { z } from 'zod';
import { nearest } from '../world/rules/nearest.js';

/** `rules[2].when.first` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`,
    )
    .join('');
}

/** What zod found, one sentence a finding, with the way to it; `names` are those there are, to correct a misspelt one. */
export function issueTexts(error: z.ZodError, names: readonly string[] = []): readonly string[] {
  return error.issues.map((issue) => {
    const { path } = issue;
    const message =
      issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    if (path.length > 0) return `${pathText(path)}: ${message}`;
    return issue.code === 'unrecognized_keys' ? `${message}${meant(issue.keys, names)}` : message;
  });
}

function meant(given: readonly string[], names: readonly string[]): string {
  const near = given.flatMap((name) => nearest(name, names) ?? []);
  return near.length === 0 ? '' : `; did you mean ${near.map((name) => `"${name}"`).join(', ')}?`;
}
