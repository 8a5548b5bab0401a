import { Connection, type RTCDtlsTransport, type RTCPeerConnection, type StunProtocol } from 'werift';

/**
 * What the rules of the network, the pace of ICE and the path of packets use of an ICE agent that werift's declarations
 * keep private, as it is in werift 0.24.4. `test/unit/media/werift-internals.test.ts` names what an update lacks.
 */

interface TransportFactory {
  createTransport(): RTCDtlsTransport;
}

interface AgentInternals {
  readonly checkListDone: boolean;
  /** Checks of the client that came before the agent began its own. */
  earlyChecks: Parameters<Connection['checkIncoming']>[];
  /** Whether those were taken. */
  earlyChecksDone: boolean;
  /** Called with each socket before it is bound. */
  ensureProtocol(protocol: StunProtocol): void;
  addPair(pair: Connection['checkList'][number]): void;
  /** Starts a check. @returns whether to ask again in 20 ms */
  schedulingChecks(): boolean;
  /** Whether a candidate pair is selected and its consent fresh. */
  canSendApplicationData(): boolean;
}

interface ProtocolInternals {
  transport: unknown;
  datagramReceived(data: Buffer, from: readonly [host: string, port: number]): void;
}

/** Calls `use` with each transport of a connection before anything else does. Call it before the connection has one. */
export function onTransport(connection: RTCPeerConnection, use: (transport: RTCDtlsTransport) => void): void {
  const factory = connection['secureManager'] as TransportFactory;
  const createTransport = factory.createTransport.bind(factory);
  factory.createTransport = () => {
    const transport = createTransport();
    use(transport);
    return transport;
  };
}

/** The ICE agent of a transport. @throws TypeError when werift has another one */
export function agentOf({ iceTransport }: RTCDtlsTransport): Connection {
  const agent: unknown = iceTransport.connection;
  if (agent instanceof Connection) return agent;
  throw new TypeError('Cannot use the ICE agent of a peer connection: werift has one of an unknown class.');
}

export const internalsOf = (agent: RTCDtlsTransport['iceTransport']['connection']): AgentInternals =>
  agent as unknown as AgentInternals;

export const protocolInternalsOf = (protocol: StunProtocol): ProtocolInternals =>
  protocol as unknown as ProtocolInternals;
