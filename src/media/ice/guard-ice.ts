import { StunProtocol, type Candidate, type Connection, type RTCPeerConnection } from 'werift';
import { after } from '../real-time.js';
import { AddressGate } from './address-gate.js';
import { CandidateFilter } from './candidate-filter.js';
import { MediaPortError } from './media-port-error.js';
import { MediaSocket } from './media-socket.js';
import type { ClientNetwork } from './media-network.js';
import { agentOf, internalsOf, onTransport, protocolInternalsOf } from './werift-internals.js';

/** How long a client without candidates has to send a check; about as long as werift tries a candidate. */
const SILENCE_MS = 30_000;

/** Why a socket of a connection could not be opened. */
const failures = new WeakMap<RTCPeerConnection, MediaPortError>();

/**
 * Puts the sockets of a connection, and the candidates of its client, under the rules of the network. Call it before the
 * connection has a transport.
 */
export function guardIce(connection: RTCPeerConnection, client: ClientNetwork): void {
  onTransport(connection, (transport) =>
    guardAgent(agentOf(transport), client, (error) => failures.set(connection, error)),
  );
}

/** @throws MediaPortError when a socket of the connection could not be opened */
export function assertSockets(connection: RTCPeerConnection): void {
  const failure = failures.get(connection);
  if (failure) throw failure;
}

function guardAgent(agent: Connection, client: ClientNetwork, failed: (error: MediaPortError) => void): void {
  // Without a configured STUN server werift uses Google's, and holds the answer back until that responds.
  delete agent.stunServer;
  const internals = internalsOf(agent);
  const ensureProtocol = internals.ensureProtocol.bind(agent);
  internals.ensureProtocol = (protocol) => {
    ensureProtocol(protocol);
    if (protocol instanceof StunProtocol) openGuarded(protocol, agent, client, failed);
  };
  filterCandidates(agent, client);
  takeChecksAfterRestart(agent);
}

function openGuarded(
  protocol: StunProtocol,
  agent: Connection,
  client: ClientNetwork,
  failed: (error: MediaPortError) => void,
): void {
  const internals = protocolInternalsOf(protocol);
  const isAwaited = (id: string, host: string, port: number): boolean => {
    const [toHost, toPort] = protocol.transactions[id]?.expectedAddr ?? [];
    return toHost === host && toPort === port;
  };
  protocol.connectionMade = async () => {
    try {
      const gate = new AddressGate(client, agent, isAwaited);
      const socket = await MediaSocket.open(client.network, gate);
      socket.onData = (data, from) => internals.datagramReceived(data, from);
      internals.transport = socket;
    } catch (error) {
      if (error instanceof MediaPortError) failed(error);
      throw error;
    }
  };
}

function filterCandidates(agent: Connection, client: ClientNetwork): void {
  const addRemoteCandidate = agent.addRemoteCandidate.bind(agent);
  let filter = new CandidateFilter(client);
  let { generation } = agent;
  agent.addRemoteCandidate = async (candidate: Candidate | undefined) => {
    if (generation !== agent.generation) {
      filter = new CandidateFilter(client);
      ({ generation } = agent);
    }
    if (candidate) {
      if (filter.accepts(candidate)) await addRemoteCandidate(candidate);
    } else if (agent.remoteCandidates.length > 0) {
      await addRemoteCandidate(undefined);
    } else {
      // werift fails at once when it has no candidate to wait for.
      const ended = generation;
      after(SILENCE_MS, () => {
        if (ended === agent.generation && agent.state !== 'closed') void addRemoteCandidate(undefined);
      });
    }
  };
}

/**
 * After an ICE restart werift starts no checks of its own, and keeps those of a client without candidates for a start that
 * never comes.
 */
function takeChecksAfterRestart(agent: Connection): void {
  const internals = internalsOf(agent);
  const setRemoteParams = agent.setRemoteParams.bind(agent);
  agent.setRemoteParams = (parameters) => {
    setRemoteParams(parameters);
    if (agent.generation === 0) return;
    const waiting = internals.earlyChecks.splice(0);
    internals.earlyChecksDone = true;
    for (const early of waiting) agent.checkIncoming(...early);
  };
}
