/** A field of a JSON object, or undefined. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** The name of the credential that an answer carries, without its brackets: `<client-token-3>`. */
export function namedCredential(value: unknown): string | undefined {
  return typeof value === 'string' ? /^<([a-z-]+-\d+)>$/.exec(value)?.[1] : undefined;
}
