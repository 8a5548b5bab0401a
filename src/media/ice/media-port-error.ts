/** No UDP socket could be opened for a peer connection. Its session is refused; the others go on. */
export class MediaPortError extends Error {
  override readonly name = 'MediaPortError';

  constructor(
    readonly code: string,
    address: string | undefined,
    portRange: readonly [number, number] | undefined,
  ) {
    const on = address === undefined ? 'on this host' : `on ${address}`;
    super(
      portRange && code === 'EADDRINUSE'
        ? `Cannot open a UDP port for media ${on}: all ports from ${portRange[0]} to ${portRange[1]} are in use. ` +
            'Widen realtime.ice.portRange: a peer connection takes a port for each address of its candidates, and a LiveKit client has up to two.'
        : `Cannot open a UDP socket for media ${on}: ${code}.${advice(code)}`,
    );
  }
}

const advice = (code: string): string =>
  code === 'EMFILE' || code === 'ENFILE'
    ? ' Raise the limit of open files (ulimit -n), or run fewer sessions at a time.'
    : '';
