import {
  CandidatePairState,
  type CandidatePair,
  type Connection,
  type RTCDtlsTransport,
  type RTCPeerConnection,
} from 'werift';
import { every, type StopTimer } from '../real-time.js';

/** Pace of connectivity checks; the least that RFC 8445 (section 14.2) allows. werift takes 20 ms. */
const CHECK_INTERVAL_MS = 5;
/** Handshake packets that wait for the end of the checks; a first flight is one or two. */
const MAX_EARLY = 4;
/** In front of a DTLS record's contents; a repeated record has another number here. */
const RECORD_HEADER_BYTES = 13;

/** The parts of werift's ICE agent that it keeps to itself. */
interface PacingInternals {
  readonly checkListDone: boolean;
  /** Whether checks that came before its own began were taken. */
  readonly earlyChecksDone: boolean;
  addPair(pair: CandidatePair): void;
  /** Starts checks. @returns whether to ask again in 20 ms */
  schedulingChecks(): boolean;
}

interface TransportManager {
  createTransport(): RTCDtlsTransport;
}

/**
 * Saves the pauses that werift makes while it connects. Call it before the connection has a transport.
 *
 * - Checks are paced by a timer of their own: werift looks each 20 ms whether it is connected.
 * - The client begins the DTLS handshake, as with a LiveKit server: werift waits 100 ms before it begins one itself.
 * - A handshake that begins before our own check has ended is kept until then: the client would repeat it later.
 */
export function connectPromptly(connection: RTCPeerConnection): void {
  const manager = connection['secureManager'] as TransportManager;
  const createTransport = manager.createTransport.bind(manager);
  manager.createTransport = () => {
    const transport = createTransport();
    const agent = transport.iceTransport.connection as Connection;
    paceChecks(agent);
    keepEarlyHandshake(transport, agent);
    return transport;
  };
}

/** Lets the client begin the DTLS handshake, unless its offer leaves that to us. Call it before `createAnswer`. */
export function awaitHandshake(connection: RTCPeerConnection): void {
  for (const transport of connection.dtlsTransports)
    if (transport.role === 'auto' && remoteRoleOf(transport) !== 'server') transport.role = 'server';
}

/** The role that the client's offer takes; undefined or `auto` leaves it to the answer. */
const remoteRoleOf = (transport: RTCDtlsTransport): string | undefined =>
  (transport['remoteParameters'] as { readonly role: string } | undefined)?.role;

function paceChecks(agent: Connection): void {
  const internals = agent as unknown as PacingInternals;
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
