import { UsageError } from '../engine/filter.js';

/**
 * Splits a command into words as a POSIX shell does: quotes and backslashes group, and nothing is expanded. Throws
 * UsageError when a quote is open or the command is empty.
 */
export function splitCommand(command: string): [string, ...string[]] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let n = 0; n < command.length; n++) {
    const char = command.charAt(n);
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else if (char === '\\' && quote === '"') word = (word ?? '') + command.charAt(++n);
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\') word = (word ?? '') + command.charAt(++n);
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quote !== undefined) throw new UsageError(`The command has an open ${quote}: ${command}`);
  if (word !== undefined) words.push(word);
  const [program, ...rest] = words;
  if (program === undefined) throw new UsageError('The command of the adapter is empty.');
  return [program, ...rest];
}
