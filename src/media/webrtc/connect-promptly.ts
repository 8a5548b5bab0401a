import { CandidatePairState, type Connection, type RTCDtlsTransport, type RTCPeerConnection } from 'werift';
import { agentOf, internalsOf, onTransport } from '../ice/werift-internals.js';
import { every, type StopTimer } from '../real-time.js';
import { remoteRoleOf } from './werift-internals.js';

/** Pace of connectivity checks; the least that RFC 8445 (section 14.2) allows. werift takes 20 ms. */
const CHECK_INTERVAL_MS = 5;
/** Handshake packets that wait for the end of the checks; a first flight is one or two. */
const MAX_EARLY = 4;
/** In front of a DTLS record's contents; a repeated record has another number here. */
const RECORD_HEADER_BYTES = 13;

/**
 * Saves the pauses that werift makes while it connects. Call it before the connection has a transport.
 *
 * - Checks are paced by a timer of their own: werift looks each 20 ms whether it is connected.
 * - The client begins the DTLS handshake, as with a LiveKit server: werift waits 100 ms before it begins one itself.
 * - A handshake that begins before our own check has ended is kept until then: the client would repeat it later.
 */
export function connectPromptly(connection: RTCPeerConnection): void {
  onTransport(connection, (transport) => {
    const agent = agentOf(transport);
    paceChecks(agent);
    keepEarlyHandshake(transport, agent);
  });
}

/** Lets the client begin the DTLS handshake, unless its offer leaves that to us. Call it before `createAnswer`. */
export function awaitHandshake(connection: RTCPeerConnection): void {
  for (const transport of connection.dtlsTransports)
    if (transport.role === 'auto' && remoteRoleOf(transport) !== 'server') transport.role = 'server';
}

function paceChecks(agent: Connection): void {
  const internals = internalsOf(agent);
  let stop: StopTimer | undefined;
  const startNext = (): void => {
    const next =
      internals.checkListDone || agent.state === 'closed'
        ? undefined
        : agent.checkList.find(
            ({ state }) => state === CandidatePairState.WAITING || state === CandidatePairState.FROZEN,
          );
    if (next) {
      next.handle = agent.checkStart(next);
    } else {
      stop?.();
      stop = undefined;
    }
  };
  const start = (): void => {
    if (stop) return;
    stop = every(CHECK_INTERVAL_MS, startNext);
    startNext();
  };
  const addPair = internals.addPair.bind(agent);
  internals.addPair = (pair) => {
    addPair(pair);
    // A pair that a client's check adds is checked at once, by the caller.
    if (internals.earlyChecksDone) queueMicrotask(start);
  };
  // werift asks each 20 ms whether there is more to wait for than the checks themselves.
  internals.schedulingChecks = () => {
    start();
    return agent.checkList.length === 0 && !agent.remoteCandidatesEnd && !internals.checkListDone;
  };
}

function keepEarlyHandshake(transport: RTCDtlsTransport, agent: Connection): void {
  const early: Buffer[] = [];
  agent.onData.subscribe((data) => {
    if (transport.state !== 'new' || !isHandshake(data) || early.length >= MAX_EARLY) return;
    // An answer to each would fail a client that is made with werift.
    if (!early.some((each) => contents(each).equals(contents(data)))) early.push(data);
  });
  transport.onStateChange.subscribe((state) => {
    if (state !== 'connecting') return;
    // werift listens from the end of this turn on.
    queueMicrotask(() => {
      for (const data of early.splice(0)) agent.onData.execute(data);
    });
  });
}

const contents = (record: Buffer): Buffer => record.subarray(RECORD_HEADER_BYTES);

/** RFC 7983, section 7. */
const isHandshake = ([first = 0]: Buffer): boolean => first >= 20 && first <= 63;
