import { expect, test } from 'vitest';
import { decartCatalogue, inputKindOf, taskOf } from '../../../src/world/catalogue/index.js';

const names = decartCatalogue.models.map(({ name }) => name);
const named = (pattern: RegExp): string[] => names.filter((name) => pattern.test(name));
const doing = (task: string): string[] =>
  decartCatalogue.models.filter((model) => taskOf(model) === task).map(({ name }) => name);

test('each try-on, restyle and motion model says what it does, and all others edit', () => {
  expect(doing('try-on')).toEqual(named(/vton/));
  expect(doing('restyle')).toEqual(named(/restyle/));
  expect(doing('motion')).toEqual(['lucy-motion']);
  expect(doing('edit')).toEqual(names.filter((name) => !/vton|restyle|motion/.test(name)));
});

test('only these models take an image', () => {
  const images = decartCatalogue.models.filter((model) => inputKindOf(model) === 'image');
  expect(images.map(({ name }) => name).sort()).toEqual(
    ['lucy-dev-i2v', 'lucy-image-2', 'lucy-motion', 'lucy-pro-flf2v', 'lucy-pro-i2v'].sort(),
  );
});
