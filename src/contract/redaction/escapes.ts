/** An escaped character from space to `~`: percent-encoded any number of times, or as in JSON. */
const ESCAPE = /%(?:25){0,20}([2-7][0-9a-f])|\\{1,20}u00([2-7][0-9a-f])/gi;
/** Characters that secrets and their marks consist of. The others stay escaped: a `'` would end a word of a shell. */
const NEEDED = /[\w[\].=&?:/@+~% "-]/;
/** Mixed encodings need a round each. No client sends more than two. */
const MAX_ROUNDS = 6;

/** A text without escapes that can hide a secret; undefined when escapes are left after all rounds. */
export function withoutEscapes(text: string): string | undefined {
  let plain = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = plain.replace(ESCAPE, decoded);
    if (next === plain) return plain;
    plain = next;
  }
  return undefined;
}

function decoded(escape: string, percent: string | undefined, json: string | undefined): string {
  const character = String.fromCharCode(parseInt(percent ?? json ?? '', 16));
  return NEEDED.test(character) ? character : escape;
}
