import { estimateTokens } from '../../../contract/validation/prompt-tokens.js';
import { day } from '../data/day.js';
import type { PromptLimit, ServedModel } from '../types.js';

/** Longest prompt at that time, or undefined for no known limit. */
export function promptLimitAt(
  { promptLimit: limit }: Pick<ServedModel, 'promptLimit'>,
  at: number,
): PromptLimit | undefined {
  if (!limit || (limit.from && at < day(limit.from.on))) return undefined;
  return limit.until !== undefined && at >= day(limit.until) ? undefined : limit;
}

/** Characters (code points), or estimated tokens. */
export const lengthOf = (prompt: string, unit: PromptLimit['unit']): number =>
  unit === 'tokens' ? estimateTokens(prompt) : [...prompt].length;
