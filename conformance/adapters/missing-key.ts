import type { ErrorFacts } from './protocol.js';

const key = String.raw`\W*(?:DECART_)?\bAPI[ _-]?KEY\b`;

/** Phrases of clients that received no key. A crash over a missing value contains none of them. */
const words = new RegExp(
  [
    `\\b(?:no|missing|without|needs?|requires?|provide|pass|set|specify|empty|invalid)(?: (?:an?|any|the|your|valid|keyword|argument))*:?${key}`,
    `${key}\\W*(?:(?:is|was|must|can|may|to|be)\\s*)*(?:missing|required|needed|empty|blank|invalid|unset|absent|not?\\b)`,
  ].join('|'),
  'i',
);

/** Whether the message says that there is no key, for errors with neither a code nor a type for it. */
export const isMissingKey = ({ message }: ErrorFacts): boolean => words.test(message);
