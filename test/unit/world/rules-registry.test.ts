import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/world/rules/effects/effect.js';
import type { Directive, EffectRow } from '../../../src/world/rules/effects/effect-row.js';
import {
  appliesTo,
  effectRows,
  effectTypes,
  operationsOf,
} from '../../../src/world/rules/effects/registry.js';
import { promptWarnings } from '../../../src/world/rules/magic-warnings.js';
import { isOperation } from '../../../src/world/rules/operations.js';
import { parseEffects } from '../../../src/world/rules/parse-effect.js';
import { parseRule } from '../../../src/world/rules/parse-rule.js';
import {
  directiveEffect,
  directiveNames,
  directiveScopes,
  promptEffects,
} from '../../../src/world/rules/prompt-directives.js';

type EffectType = Effect['type'];

/** One effect per row, for the compiler: a type without a row, or a row that is missing here, does not compile. */
const samples: { readonly [T in EffectType]: Extract<Effect, { type: T }> } = {
  respond: { type: 'respond', status: 200, body: [1], headers: { a: 'b' } },
  error: { type: 'error', code: 'at_capacity', retryAfterSeconds: 1, afterMs: 1 },
  delay: { type: 'delay', ms: { uniform: [1, 2] } },
  'no-response': { type: 'no-response' },
  reset: { type: 'reset', afterBytes: 1 },
  malformed: { type: 'malformed' },
  truncate: { type: 'truncate', bytes: 1 },
  slow: { type: 'slow', bytesPerSecond: 1.5 },
  plan: { type: 'plan', outcome: 'hang', pending: 1, processing: { lognormal: { median: 1, sigma: 1 } } },
  verdict: { type: 'verdict', verdict: 'clean', confidence: 1 },
  close: { type: 'close', code: 1000, reason: 'a', message: 'b', afterMs: 1 },
  drop: { type: 'drop', afterMs: 1 },
  message: { type: 'message', message: {}, afterMs: 1 },
  end: { type: 'end', reason: 'a', afterSeconds: 1, message: 'b' },
  silent: { type: 'silent' },
  ack: { type: 'ack', lateMs: 1, fail: 'a', skip: false, times: 2 },
  queue: { type: 'queue', position: 1, size: 2, everyMs: 100, forMs: 1 },
  signal: { type: 'signal', mode: 'no_pong' },
  media: { type: 'media', mode: 'stop', afterSeconds: 1 },
};

// @ts-expect-error there is no such effect
const unknownType: EffectType = 'hang';
// @ts-expect-error the effect needs "ms"
const missingField: Effect = { type: 'delay' };
// @ts-expect-error the effect has no "for"
const unknownField: Effect = { type: 'drop', for: 1 };
// @ts-expect-error the field takes no text
const wrongField: Effect = { type: 'truncate', bytes: '1' };

test('the types of effects are those of the rows, once each', () => {
  expect(Object.keys(samples).sort()).toEqual([...effectTypes].sort());
  expect(new Set(effectTypes).size).toBe(effectRows.length);
  for (const sample of Object.values(samples))
    expect(parseEffects(JSON.stringify(sample))).toEqual({ ok: true, effects: [sample] });
  expect(unknownType).toBe('hang');
  for (const invalid of [missingField, unknownField, wrongField])
    expect(parseEffects(JSON.stringify(invalid))).toMatchObject({ ok: false });
});

describe.each(effectRows.map((row: EffectRow): [EffectType, EffectRow] => [row.type as EffectType, row]))(
  'the effect %s',
  (type, { fields, narrowed = {}, doc, directives = [] }) => {
    test('applies to operations that exist', () => {
      expect(operationsOf(type).length).toBeGreaterThan(0);
      for (const operation of operationsOf(type)) expect(isOperation(operation)).toBe(true);
    });

    test('is narrowed on operations that it applies to, to fields that it has', () => {
      for (const [operation, read] of Object.entries(narrowed)) {
        expect(operationsOf(type)).toContain(operation);
        expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(read)));
      }
    });

    test('has a sentence, and an example that is a valid rule', () => {
      expect(doc.text).toMatch(/^[A-Z].*\.$/);
      const { operation, ...example } = doc.example;
      expect(parseRule({ operation, effect: { type, ...example } })).toMatchObject({ effect: { type } });
      expect(appliesTo({ type, ...example }, operation)).toBe(true);
    });

    test('needs its required fields, and refuses others', () => {
      const sample = samples[type];
      for (const [name, { required }] of Object.entries(fields)) {
        const rest = Object.fromEntries(Object.entries(sample).filter(([field]) => field !== name));
        const parsed = parseEffects(JSON.stringify(rest));
        if (!required) expect(parsed).toMatchObject({ ok: true });
        else expect(parsed).toEqual({ ok: false, reason: `The effect "${type}" needs "${name}"` });
      }
      expect(parseEffects(JSON.stringify({ ...sample, strange: 1 }))).toMatchObject({
        ok: false,
        reason: expect.stringContaining('has no "strange"') as string,
      });
    });

    test.each(directives.map((one): [string, Directive] => [one.name, one]))(
      'comes from the directive %s',
      (name, { value, doc: { value: example = '', sees } }) => {
        expect(value === undefined).toBe(example === '');
        const made = directiveEffect(name, example);
        expect(made).toMatchObject({ type });
        expect(parseEffects(JSON.stringify(made))).toEqual({ ok: true, effects: [made] });
        const prompt = example === '' ? `[mock:${name}]` : `a cat [mock:${name}=${example}]`;
        expect(promptEffects(prompt)).toEqual([made]);
        expect(sees).toMatch(/^\w+: /);
      },
    );
  },
);

test('no two directives have one name', () => {
  const names = effectRows.flatMap(({ directives = [] }: EffectRow) => directives.map(({ name }) => name));
  expect(directiveNames).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
});

describe('a former name is refused with the present one', () => {
  test('the effect hang, in a rule and in a header', () => {
    const sentence = 'There is no effect "hang"; did you mean "no-response"?';
    expect(() => parseRule({ operation: 'jobs.submit', effect: { type: 'hang' } })).toThrow(sentence);
    expect(parseEffects('{"type":"hang"}')).toEqual({ ok: false, reason: sentence });
  });

  test('the directive noanswer', () => {
    expect(promptEffects('[mock:noanswer]')).toEqual([]);
    expect(promptWarnings('[mock:noanswer]', 'jobs.submit')).toEqual([
      expect.stringContaining('is not a directive; did you mean "no-response"?'),
    ]);
  });

  test('the scope poll', () => {
    for (const { operation } of directiveScopes)
      expect(promptEffects('[mock:poll.malformed]', operation)).toEqual([]);
    expect(promptWarnings('[mock:poll.malformed]', 'jobs.submit')).toEqual([
      expect.stringContaining('has an unknown scope; did you mean "status"?'),
    ]);
  });

  test('hang is an outcome of a job, in a rule and as a directive', () => {
    const effect = { type: 'plan', outcome: 'hang' };
    expect(promptEffects('[mock:hang]')).toEqual([effect]);
    expect(parseRule({ operation: 'jobs.submit', effect })).toMatchObject({ effect });
  });
});
