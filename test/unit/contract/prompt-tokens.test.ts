import { expect, test } from 'vitest';
import { estimateTokens } from '../../../src/contract/validation/prompt-tokens.js';

test.each([
  ['', 0],
  [' \n\t', 0],
  ['a red coat', 3],
  ['jacket', 2],
  ['Substitute the current top with a navy-blue blazer.', 15],
  ["it's", 3],
  ['été', 1],
  ['東京の夜', 4],
  ['noir東京', 3],
  ['🎈🎈', 2],
  ['a\u200bb\0', 4],
])('%j is estimated at %d tokens', (prompt, tokens) => {
  expect(estimateTokens(prompt)).toBe(tokens);
});
