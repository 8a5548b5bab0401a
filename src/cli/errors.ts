/** What the command line leaves with. `exec` and `conformance` have codes of their own on top. */
export const exitCode = { ok: 0, failed: 1, usage: 2 } as const;

/** A failure told in a sentence, without a stack; an empty message says nothing. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    message: string,
    readonly exitCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const usageError = (message: string, cause?: unknown): CliError =>
  new CliError(message, exitCode.usage, { cause });

/** The text of whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
