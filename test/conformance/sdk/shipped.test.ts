import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adapterCommand, shippedText } from '../../../conformance/adapters/shipped.js';

test('a name selects the adapter of the package, with options for it', () => {
  const { argv, dials } = adapterCommand('js --sdk "../my fork"');
  expect(argv[0]).toBe(process.execPath);
  expect(argv[1]).toMatch(/javascript[\\/]adapter\.mjs$/);
  expect([argv.slice(2), dials]).toEqual([['--sdk', '../my fork'], false]);
  expect(adapterCommand('python').argv.at(-1)).toMatch(/python[\\/]adapter\.py$/);
  expect(adapterCommand('browser').dials).toBe(true);
});

test.each(['python adapter.py', 'python -m my_adapter', './js', 'constructor'])(
  '%s is an ordinary command',
  (text) => expect(adapterCommand(text)).toEqual({ argv: text.split(' '), dials: false }),
);

test('every listed adapter exists at its path', () => {
  const files = [...shippedText().matchAll(/file\s+(.+)/g)].map(([, file]) => file ?? '');
  expect(files).toHaveLength(4);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});
