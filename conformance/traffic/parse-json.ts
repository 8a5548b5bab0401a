/** No message of the API is half as deep; deeper JSON would overflow recursive code. */
const maxDepth = 100;

/** Parses JSON; undefined when the text is not JSON, or nested too deeply. */
export function parseJson(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return depthOf(text) > maxDepth ? undefined : value;
  } catch {
    return undefined;
  }
}

/** The nesting depth of arrays and objects in valid JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{}\]]/g)) {
    if (token === '[' || token === '{') most = Math.max(most, ++depth);
    else if (token === ']' || token === '}') depth--;
    if (most > maxDepth) return most;
  }
  return most;
}
