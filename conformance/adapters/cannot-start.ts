import { shippedNames } from './shipped.js';

/** Why a command that the user named did not start. */
export function cannotStart(argv: readonly string[], cause: NodeJS.ErrnoException): Error {
  const why =
    cause.code === 'ENOENT'
      ? `there is no such program. Adapters of this package: ${shippedNames.join(', ')}.`
      : cause.message;
  return new Error(`Cannot start "${argv.join(' ')}": ${why}`, { cause });
}
