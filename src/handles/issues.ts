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

/** The problems that zod found, one sentence each, with the path of the field. */
export function issueTexts(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => {
    const message =
      issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    return issue.path.length > 0 ? `${pathText(issue.path)}: ${message}` : message;
  });
}

/** Names that users try, with ours. `a.b` is the field `b` of `a`. */
const synonyms: Readonly<Record<string, string>> = {
  speed: 'clock.rate',
  sessions: 'maxConcurrentSessions',
  capacity: 'sessionCapacity',
};

/** The name that was probably meant. */
function meant(name: string, names: readonly string[]): string | undefined {
  const synonym = Object.hasOwn(synonyms, name) ? synonyms[name] : undefined;
  const known = synonym !== undefined && names.includes(synonym.split('.')[0] ?? '');
  return known ? synonym : nearest(name, names);
}

/** Valid names shown for an unknown one. */
const MAX_NAMES = 12;

/** For `safeParse`: suggests the right name for an unknown one, at any depth, or lists the names. */
export const corrected: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const { keys, inst } = issue;
    const names = inst && 'shape' in inst ? Object.keys(inst.shape as object) : [];
    const near = keys.slice(0, MAX_NAMES).flatMap((name) => meant(name, names) ?? []);
    const given = `Unrecognized key${keys.length > 1 ? 's' : ''}: ${quoted(keys)}`;
    if (near.length > 0) return `${given}; did you mean ${quoted(near)}?`;
    return names.length === 0 || names.length > MAX_NAMES
      ? given
      : `${given}; expected ${names.length > 1 ? 'one of: ' : ''}${names.join(', ')}`;
  },
};

const quoted = (names: readonly string[]): string =>
  names
    .slice(0, MAX_NAMES)
    .map((name) => `"${name}"`)
    .join(', ') + (names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '');
