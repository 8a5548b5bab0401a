import { REDACTED } from '../../src/contract/redaction/mark.js';
import { Striker } from '../../src/contract/redaction/strike.js';
import { redactText } from '../../src/contract/redaction/redact-text.js';

/** A text without the given secrets and without anything that looks like one. */
export const redact = (text: string, secrets: readonly string[] = []): string =>
  redactText(withoutSecrets(text, secrets));

/** A text without the given secrets, also where they are percent-encoded. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, REDACTED);
  return new Striker(secrets).strike(clean);
}
