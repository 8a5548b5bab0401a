/** No message of the API is half as deep; what is deeper would overflow whoever walks it. */
const deepest = 100;

/** A text as JSON; undefined when it is none, or when it is nested beyond reason. */
export function parseJson(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return depthOf(text) > deepest ? undefined : value;
  } catch {
    return undefined;
  }
}

/** How deep arrays and objects are nested in a text that is valid JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{}\]]/g)) {
    if (token === '[' || token === '{') most = Math.max(most, ++depth);
    else if (token === ']' || token === '}') depth--;
    if (most > deepest) return most;
  }
  return most;
}
