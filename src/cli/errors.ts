/** Exit codes of the command line. `exec` and `conformance` add their own. */
export const exitCode = { ok: 0, failed: 1, usage: 2 } as const;

/** A failure that is printed as its message, without a stack. An empty message prints nothing. */
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

/** The message of a thrown value. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
