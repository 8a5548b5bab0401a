/** A body that the mock server answers in another way than FastAPI, and why. */
export interface Difference {
  /** Of the body, in oracle.json. */
  readonly name: string;
  /** The status of the mock server, and what the test compares with it. */
  readonly ours: unknown;
  readonly reason: string;
}

const sniffed = 'The service looks at the bytes of a good form and refuses what is no video (api.md 1.2).';

const onlyPython =
  'Python has this codec and the Encoding Standard has not. No client is known that sends it, so it is an unknown charset.';
const readAsLatin1 = (prompt: string): unknown => [200, { prompt, data: { filename: 'a.mp4', size: 24 } }];

export const differences: readonly Difference[] = [
  { name: 'disposition: empty file', ours: [400, 'Invalid file type'], reason: sniffed },
  { name: 'encoding: base64 file', ours: [400, 'Invalid file type'], reason: sniffed },
  {
    name: 'charset: windows-1252',
    ours: [200, { prompt: '\u0093ü', data: { filename: 'a.mp4', size: 24 } }],
    reason: 'Read as latin-1: Node releases decode windows-1252 in different ways, and no client sends it.',
  },
  { name: 'charset: utf-7', ours: readAsLatin1('+APw-'), reason: onlyPython },
  { name: 'charset: punycode', ours: readAsLatin1('tda'), reason: onlyPython },
  { name: 'charset: cp037', ours: readAsLatin1('\u0081'), reason: onlyPython },
  { name: 'charset: utf-32', ours: readAsLatin1('a\0\0\0'), reason: onlyPython },
  {
    name: 'urlencoded: more than two megabytes',
    ours: [413, 'File size exceeds the maximum allowed size of 2MB'],
    reason: 'The mock server bounds what it keeps in memory. FastAPI has no limit for the whole body.',
  },
  {
    name: 'transfer: a content length that is too long',
    ours: [400, undefined],
    reason:
      'The mock server answers a client that ends its side too early; uvicorn closes without an answer.',
  },
];
