import { createSocket, type Socket, type SocketOptions } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { MediaPortError } from './media-port-error.js';
import type { MediaNetwork } from './media-network.js';

type Address = readonly [host: string, port: number];

/** Which packets of a socket go out, and which come in. */
export interface PacketGate {
  sends(data: Buffer, host: string, port: number): boolean;
  receives(data: Buffer, host: string, port: number): boolean;
}

/** A UDP socket of a peer connection, in the form in which werift uses one. Its errors end no process. */
export class MediaSocket {
  readonly type = 'udp';
  readonly socketType = 'udp4';
  closed = false;
  onData: (data: Buffer, from: Address) => void = () => undefined;

  private constructor(
    readonly socket: Socket,
    readonly gate: PacketGate,
  ) {
    // Of an error after the binding, such as ENOBUFS, a packet is lost; ICE notices a connection that stays broken.
    socket.on('error', () => undefined);
    socket.on('message', (data, { address, port }) => {
      if (!this.closed && gate.receives(data, address, port)) this.onData(data, [address, port]);
    });
  }

  /** Binds a free port of the network. @throws MediaPortError */
  static async open(network: MediaNetwork, gate: PacketGate): Promise<MediaSocket> {
    const socket = createSocket({ type: 'udp4', lookup });
    try {
      await bind(socket, network);
    } catch (error) {
      socket.close();
      throw error;
    }
    return new MediaSocket(socket, gate);
  }

  get address(): AddressInfo {
    return this.socket.address();
  }

  readonly send = (data: Buffer, to?: Address): Promise<void> => {
    if (!this.closed && to && this.gate.sends(data, to[0], to[1])) this.socket.send(data, to[1], to[0]);
    return Promise.resolve();
  };

  readonly close = (): Promise<void> =>
    new Promise((resolve) => {
      if (this.closed) return resolve();
      this.closed = true;
      this.socket.close(() => resolve());
    });
}

/** Addresses are numeric. Node's own lookup puts each packet off, and would ask a name server for a name. */
const lookup: SocketOptions['lookup'] = (address, _options, callback) => callback(null, address, 4);

async function bind(socket: Socket, network: MediaNetwork): Promise<void> {
  const { portRange } = network.options;
  let code: string | undefined;
  for (const port of network.ports()) {
    code = await attempt(socket, port, network.boundTo);
    if (code === undefined) return;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') break;
  }
  throw new MediaPortError(code ?? 'unknown error', network.boundTo, portRange);
}

/** @returns the code of the error, or undefined when the socket is bound */
function attempt(socket: Socket, port: number, address: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const bound = (): void => {
      socket.off('error', failed);
      resolve(undefined);
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      socket.off('listening', bound);
      resolve(error.code ?? error.message);
    };
    socket.once('listening', bound);
    socket.once('error', failed);
    socket.bind({ port, ...(address !== undefined && { address }), exclusive: true });
  });
}
