/** Why a port of this machine cannot be listened on; undefined for an error that is not about the port. */
export function listenError(error: unknown, port: number): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: stop the program that listens there, or choose another with --listen (0 for a free one).`;
  if (code === 'EACCES') return `Port ${port} needs more rights: choose one above 1023 with --listen.`;
  return undefined;
}
