import { Connection, type RTCPeerConnection, type StunProtocol } from 'werift';

/** What werift keeps to itself, as of 0.24. */

interface TransportFactory {
  createTransport(): { readonly iceTransport: { readonly connection: unknown } };
}

interface AgentInternals {
  ensureProtocol(protocol: unknown): void;
  earlyChecks: Parameters<Connection['checkIncoming']>[];
  earlyChecksDone: boolean;
}

interface ProtocolInternals {
  transport: unknown;
  datagramReceived(data: Buffer, from: readonly [host: string, port: number]): void;
}

/** Creates the transports of a connection. */
export const transportsOf = (connection: RTCPeerConnection): TransportFactory =>
  connection['secureManager'] as TransportFactory;

/** The ICE agent of a transport. @throws TypeError when werift has another one */
export function agentOf({ iceTransport }: ReturnType<TransportFactory['createTransport']>): Connection {
  if (iceTransport.connection instanceof Connection) return iceTransport.connection;
  throw new TypeError('Cannot guard a peer connection: werift has an ICE agent of an unknown class.');
}

export const internalsOf = (agent: Connection): AgentInternals => agent as unknown as AgentInternals;

export const protocolInternalsOf = (protocol: StunProtocol): ProtocolInternals =>
  protocol as unknown as ProtocolInternals;
