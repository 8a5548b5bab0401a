import { JsonExcess, parseJson } from '../../contract/validation/json-bounds.js';
import { listProblems } from './effect-list.js';
import type { Effect } from './effects/effect.js';
import { effectTypes, formerEffectTypes, rowOf } from './effects/registry.js';
import { convertFields, fieldProblems, isRecord, sentence } from './fields.js';
import { didYouMean, nearest } from './nearest.js';

/** Effects as people write them in JSON or YAML, checked against the registry. */

/** An effect with its times in ms; what is not valid stays unchanged, to be reported. */
export const convertEffect = (written: unknown): unknown =>
  isRecord(written) ? convertFields(written, rowOf(written['type'])?.fields ?? {}) : written;

/** A sentence for each problem of an effect. */
export function effectProblems(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['An effect is an object with a "type"'];
  const type = value['type'];
  if (type === undefined) {
    const typo = Object.keys(value).find((name) => nearest(name, ['type']) !== undefined);
    if (typo !== undefined) return [`The effect has no "${typo}"; did you mean "type"?`];
    return [`The effect needs a "type"${didYouMean(type, effectTypes)}`];
  }
  const row = rowOf(type);
  if (!row)
    return [`There is no effect ${JSON.stringify(type)}${didYouMean(type, effectTypes, formerEffectTypes)}`];
  const problems = fieldProblems(value, row.fields, `effect "${row.type}"`, ['type']);
  const problem = problems.length > 0 ? undefined : row.problem?.(value);
  return problem === undefined ? problems : [problem];
}

/** What is written as an effect or a list of them, with its times in ms. */
export const convertEffects = (written: unknown): unknown =>
  Array.isArray(written) ? written.map(convertEffect) : convertEffect(written);

/**
 * A sentence for each problem of an effect or a list of them. `of`: problems of one effect; those of an effect in a list
 * say which one it is.
 */
export function eachEffect(value: unknown, of: (one: unknown) => readonly string[]): readonly string[] {
  if (!Array.isArray(value)) return of(value);
  const { length } = value;
  return value.flatMap((one: unknown, at) =>
    of(one).map((problem) => (length > 1 ? `Effect ${at + 1} of ${length}: ${problem}` : problem)),
  );
}

/** A sentence for each problem of an effect or a list of them; `operation`: to which it is to apply, where that is known. */
export function effectsProblems(value: unknown, operation?: string): readonly string[] {
  const problems = eachEffect(value, effectProblems);
  return problems.length > 0 || !Array.isArray(value) ? problems : listProblems(value, operation);
}

export type ParsedEffects =
  | { readonly ok: true; readonly effects: readonly Effect[] }
  /** All problems, in sentences; the last one without its full stop. */
  | { readonly ok: false; readonly reason: string };

/** One effect or a list of them, as JSON text. */
export function parseEffects(json: string): ParsedEffects {
  let value: unknown;
  try {
    value = parseJson(json);
  } catch (error) {
    const reason = error instanceof JsonExcess ? `This ${error.message}` : 'This is not JSON';
    return { ok: false, reason };
  }
  if (Array.isArray(value) && value.length === 0)
    return { ok: false, reason: 'The list of effects is empty; give at least one effect, or omit the list' };
  const effects = convertEffects(value);
  const problems = effectsProblems(effects);
  if (problems.length === 0) return { ok: true, effects: [effects].flat() as Effect[] };
  return { ok: false, reason: problems.map(sentence).join(' ').replace(/\.$/, '') };
}
