const patterns: [RegExp, string][] = [
  [/\b(dct_|ek_|sk-)[A-Za-z0-9._-]+/g, '$1<redacted>'],
  [/\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,2}/g, '<redacted JWT>'],
  [/((?:api_key|event_token|access_token)=)[^&\s"']+/g, '$1<redacted>'],
];

/** Removes keys, tokens, JWTs and the given secrets from a text. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, '<redacted>');
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
  return clean;
}
