const ALPHABETS = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * Decodes base64 of either alphabet, padded or not: Python and sidekick send the URL-safe one, an application the
 * standard one (facts: lipsync-and-avatar.md 1.4). Undefined for any other text.
 */
export function decodeBase64(text: string): Buffer | undefined {
  if (!ALPHABETS.test(text)) return undefined;
  const digits = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  return digits % 4 === 1 ? undefined : Buffer.from(text, 'base64');
}
