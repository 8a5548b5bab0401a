import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formFamilies,
  validateForm,
  type FormFamily,
  type ValidationItem,
} from '../../../src/contract/validation/forms.js';

interface Asked {
  readonly family: FormFamily;
  readonly texts: Readonly<Record<string, string | string[]>>;
  readonly files: Readonly<Record<string, string>>;
  readonly answer:
    | { readonly detail: readonly ValidationItem[] }
    | {
        readonly values: Readonly<Record<string, unknown>>;
        readonly files: Readonly<Record<string, string>>;
      };
}
const oracle = JSON.parse(readFileSync(new URL('fastapi-oracle.json', import.meta.url), 'utf8')) as {
  forms: Asked[];
};

const data = { data: { filename: 'a.mp4' } };
const items = (
  family: FormFamily,
  texts: Record<string, unknown>,
  files: Record<string, { filename?: string }> = {},
) => {
  const result = validateForm(family, texts, files);
  return result.ok ? [] : result.items;
};

describe('validateForm answers what FastAPI answers', () => {
  test.each(
    oracle.forms.map((asked) => [JSON.stringify([asked.family, asked.texts]).slice(0, 90), asked] as const),
  )('%s', (_name, { family, texts, files, answer }) => {
    const uploads = Object.fromEntries(Object.entries(files).map(([name, filename]) => [name, { filename }]));
    const result = validateForm(family, texts, uploads);
    if ('detail' in answer) {
      expect(result).toEqual({ ok: false, items: answer.detail });
      return;
    }
    // Where our table has no value for an absent field, the oracle's function says null.
    const given = Object.fromEntries(Object.entries(answer.values).filter(([, value]) => value !== null));
    expect(result).toEqual({ ok: true, values: given, files: uploads });
    expect(Object.keys(answer.files)).toEqual(Object.keys(files));
  });
});

describe('validateForm', () => {
  test('fills in the defaults of each family', () => {
    expect(validateForm('robot', { prompt: 'rain' }, data)).toMatchObject({
      values: { prompt: 'rain', resolution: '720p', enhance_prompt: false },
    });
    expect(validateForm('edit-2.5', {}, data)).toMatchObject({
      values: { prompt: '', resolution: '720p', enhance_prompt: true, self_anchor: true },
    });
    expect(validateForm('file', {}, { file: { filename: 'a' } })).toMatchObject({
      values: { ttl_seconds: null },
    });
  });

  test('reads Python spellings', () => {
    const path = "[{'frame': 0, 'x': 0.0, 'y': 0.5}, {'frame': 12, 'x': 1.0, 'y': 0.5}]";
    expect(validateForm('motion', { trajectory: path }, data)).toMatchObject({
      ok: true,
      values: {
        trajectory: [
          { frame: 0, x: 0, y: 0.5 },
          { frame: 12, x: 1, y: 0.5 },
        ],
      },
    });
    expect(validateForm('clip', { prompt: 'p', enhance_prompt: 'False' }, data)).toMatchObject({
      values: { enhance_prompt: false },
    });
  });

  test('a trajectory that is no list of points names the point', () => {
    expect(
      items('motion', { trajectory: "[{'frame': 0, 'x': 0}, {'frame': 1, 'x': 0, 'y': 0}]" }, data),
    ).toMatchObject([{ type: 'missing', loc: ['body', 'trajectory', 0, 'y'] }]);
    expect(items('motion', { trajectory: '__import__("os")' }, data)).toMatchObject([
      { type: 'json_invalid' },
    ]);
  });

  test.each([
    ['60', 60],
    ['2592000', 2_592_000],
    ['persistent', 'persistent'],
    ['', null],
  ])('a file may live %j', (text, ttl) => {
    expect(validateForm('file', { ttl_seconds: text }, { file: { filename: 'a' } })).toMatchObject({
      values: { ttl_seconds: ttl },
    });
  });

  test.each(['59', '2592001', 'forever', '60.5'])('a file may not live %j', (text) => {
    expect(items('file', { ttl_seconds: text }, { file: { filename: 'a' } })).toMatchObject([
      { type: 'value_error', loc: ['body', 'ttl_seconds'], input: text, ctx: { error: {} } },
    ]);
  });

  test('a restyle takes a prompt or a picture', () => {
    const picture = { ...data, reference_image: { filename: 'b.png' } };
    expect(validateForm('restyle', { prompt: 'anime' }, data)).toMatchObject({ ok: true });
    expect(validateForm('restyle', { prompt: '' }, picture)).toMatchObject({
      ok: true,
      values: { prompt: null },
    });
    expect(items('restyle', { prompt: 'anime' }, picture)).toMatchObject([
      { loc: ['body'], type: 'value_error' },
    ]);
    expect(items('restyle', {}, data)).toMatchObject([{ loc: ['body'], type: 'value_error' }]);
  });

  test('a file where text is due, and the other way round', () => {
    expect(
      items('clip', { data: 'x' }, { prompt: { filename: 'p.txt' }, seed: { filename: 's' } }),
    ).toMatchObject([
      { type: 'string_type', loc: ['body', 'prompt'], input: { filename: 'p.txt' } },
      {
        type: 'value_error',
        loc: ['body', 'data'],
        msg: "Value error, Expected UploadFile, received: <class 'str'>",
      },
      { type: 'int_type', loc: ['body', 'seed'] },
    ]);
  });

  test('a part named like a file field but without a filename is no file', () => {
    expect(items('edit-2.1', {}, { data: { filename: '' } })).toMatchObject([
      { type: 'missing', loc: ['body', 'data'] },
    ]);
  });

  test('of repeated files the last counts', () => {
    const files = { data: [{ filename: 'a' }, { filename: 'b' }] };
    expect(validateForm('edit-2.1', {}, files)).toMatchObject({ files: { data: { filename: 'b' } } });
  });

  test('names of the prototype are only names', () => {
    const texts = JSON.parse('{"__proto__":{"prompt":"p"},"constructor":"c","prompt":"p"}') as Record<
      string,
      unknown
    >;
    expect(validateForm('clip', texts, data)).toMatchObject({ ok: true, values: { prompt: 'p' } });
    expect(
      items('clip', Object.create({ prompt: 'inherited' }) as Record<string, unknown>, data),
    ).toMatchObject([{ type: 'missing', loc: ['body', 'prompt'] }]);
  });
});

describe('whatever arrives', () => {
  const families = Object.keys(formFamilies) as FormFamily[];
  const names = [...new Set(families.flatMap((family) => formFamilies[family].map(({ name }) => name)))];
  const texts = fc.dictionary(
    fc.oneof(fc.constantFrom(...names), fc.string()),
    fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string()), fc.json(), fc.anything()),
  );
  const files = fc.dictionary(fc.constantFrom(...names), fc.record({ filename: fc.string() }));

  test('never throws, and refuses with items that say where', () => {
    fc.assert(
      fc.property(fc.constantFrom(...families), texts, files, (family, given, uploads) => {
        const result = validateForm(family, given, uploads);
        if (result.ok) return;
        expect(result.items.length).toBeGreaterThan(0);
        for (const item of result.items)
          expect(item).toMatchObject({ loc: expect.arrayContaining(['body']) as unknown });
      }),
      { numRuns: 500 },
    );
  });

  test('a seed that is accepted is within its bounds', () => {
    const seeds = fc.oneof(
      fc.integer().map(String),
      fc.bigInt().map(String),
      fc.double().map(String),
      fc.string(),
      fc.nat(4_294_967_295).map((seed) => ` ${seed}.0`),
    );
    let accepted = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const result = validateForm('edit-2.1', { seed }, data);
        if (!result.ok || result.values.seed === undefined) return;
        accepted += 1;
        expect(Number.isInteger(result.values.seed)).toBe(true);
        expect(result.values.seed).toBeGreaterThanOrEqual(0);
        expect(result.values.seed).toBeLessThanOrEqual(4_294_967_295);
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
