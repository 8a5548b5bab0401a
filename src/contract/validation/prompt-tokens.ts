/** Letters of a word that make one token: the usual rule of thumb for English. */
const LETTERS_A_TOKEN = 4;
/** A word of a script with blanks between its words, or one other character. A function: a start would parse it. */
const piece = (): RegExp =>
  /(?:(?!\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai})[\p{L}\p{M}\p{N}])+|\S/gu;

/**
 * Estimates how many tokens a prompt has. The tokenizer of the service is not known, so this is inferred: one token for
 * each four letters or digits of a word, the last of which may be incomplete, and one for each other character that is no white space, invisible ones like
 * U+200B and NUL among them.
 */
export function estimateTokens(prompt: string): number {
  let tokens = 0;
  for (const [word] of prompt.matchAll(piece())) tokens += Math.ceil([...word].length / LETTERS_A_TOKEN);
  return tokens;
}
