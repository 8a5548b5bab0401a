/**
 * Why nothing can listen there, and what to do about it; `option` is what chooses the port. undefined for an error that
 * is not about the address.
 */
export function listenFault(error: unknown, host: string, port: number, option: string): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken: stop what listens there, or choose another with ${option} (0 takes a free one).`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} is not allowed to this user: choose one from 1024 on.`;
  return undefined;
}
