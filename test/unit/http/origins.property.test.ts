import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalOrigin, isCanonicalOrigin } from '../../../src/contract/origin.js';

const origins = fc
  .record({
    scheme: fc.constantFrom('http', 'https'),
    host: fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((ip) => `[${ip}]`),
      fc.constant('localhost'),
    ),
    port: fc.option(fc.integer({ min: 1, max: 65_535 })),
  })
  .map(({ scheme, host, port }) => new URL(`${scheme}://${host}${port === null ? '' : `:${port}`}`).origin);

/** Spellings of an origin that a browser would never send. */
const decorations: Record<string, (origin: string) => string> = {
  'a slash': (origin) => `${origin}/`,
  'a path': (origin) => `${origin}/app`,
  'a query': (origin) => `${origin}?a=b`,
  'a fragment': (origin) => `${origin}#top`,
  'a user': (origin) => origin.replace('://', '://user@'),
  'a scheme in capitals': (origin) => origin.replace(/^http/, 'HTTP'),
  'a blank': (origin) => ` ${origin}`,
};

describe('an origin', () => {
  test('as a browser writes it is canonical, and stands for itself', () => {
    fc.assert(
      fc.property(origins, (origin) => {
        expect(isCanonicalOrigin(origin)).toBe(origin.length <= 253);
        expect(canonicalOrigin(origin)).toBe(origin);
      }),
    );
  });

  test.each(Object.entries(decorations))('with %s is not, and we know what was meant', (_what, decorate) => {
    fc.assert(
      fc.property(origins, (origin) => {
        expect(isCanonicalOrigin(decorate(origin))).toBe(false);
        expect(canonicalOrigin(decorate(origin))).toBe(origin);
      }),
    );
  });

  test('with its default port, or in capitals, is not', () => {
    expect(
      ['https://a.example:443', 'http://a.example:80', 'https://A.example', 'https://ü.example'].map(
        isCanonicalOrigin,
      ),
    ).toEqual([false, false, false, false]);
    expect(['https://a.example:80', 'https://xn--tda.example'].map(isCanonicalOrigin)).toEqual([true, true]);
  });

  test('is whatever URL says it is, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          origins.map((origin) => `${origin}:`),
        ),
        (text) => {
          const parsed = URL.canParse(text) ? new URL(text) : undefined;
          const web = parsed && /^https?:$/.test(parsed.protocol);
          expect(isCanonicalOrigin(text)).toBe(web === true && parsed?.origin === text && text.length <= 253);
        },
      ),
    );
  });

  test.each([
    'null',
    '',
    '*',
    'myapp://x',
    'file:///x',
    'ws://a.example',
    'https://',
    'https://*.example.com',
  ])('%j is not an origin', (text) => {
    expect(isCanonicalOrigin(text)).toBe(text === 'https://*.example.com');
  });
});
