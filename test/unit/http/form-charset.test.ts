import { expect, test } from 'vitest';
import { formDecoding } from '../../../src/http/uploads/form-charset.js';

/** What `bytes.decode(name)` of Python gives; latin-1 where it fails or does not know the name, as in Starlette. */
test.each([
  ['u8', 'c3bc', 'ü'],
  ['UTF_8', 'c3bc', 'ü'],
  ['utf16', 'fffefc00', 'ü'],
  ['u16', 'feff00fc', 'ü'],
  ['utf-16', 'fc00', 'ü'],
  ['utf_16_le', 'fc00', 'ü'],
  ['utf-16-be', '00fc', 'ü'],
  ['utf_16_be', 'feff00fc', '\ufeffü'],
  ['latin1', 'fc', 'ü'],
  ['L1', 'fc', 'ü'],
  ['utf16', 'fc', 'ü'],
  ['no-such-charset', 'c3bc', 'Ã¼'],
])('charset=%s reads the bytes %s as %j', (charset, bytes, text) => {
  expect(formDecoding(charset)(Buffer.from(bytes, 'hex'))).toBe(text);
});
