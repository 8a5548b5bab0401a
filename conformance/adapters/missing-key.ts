import type { ErrorFacts } from './protocol.js';

const key = String.raw`\W*(?:DECART_)?\bAPI[ _-]?KEY\b`;

/** How clients word it that they were given no key. Of a crash over a missing value none of these is written. */
const words = new RegExp(
  [
    `\\b(?:no|missing|without|needs?|requires?|provide|pass|set|specify|empty|invalid)(?: (?:an?|any|the|your|valid|keyword|argument))*:?${key}`,
    `${key}\\W*(?:(?:is|was|must|can|may|to|be)\\s*)*(?:missing|required|needed|empty|blank|invalid|unset|absent|not?\\b)`,
  ].join('|'),
  'i',
);

/** Whether an error says in words that there is no key, as those do that have neither a code nor a type for it. */
export const saysNoKey = ({ message }: ErrorFacts): boolean => words.test(message);
