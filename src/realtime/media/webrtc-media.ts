import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { ApiError } from '../../contract/errors.js';
import type { RoomServer } from '../../media/livekit/room-server.js';
import type { RoomService } from '../../media/livekit/room-service.js';
import type { LeaveReason, RoomEvents } from '../../media/livekit/room-events.js';
import type { RendererName } from '../../media/choose-renderers.js';
import type { RendererChoice } from '../../media/live/renderer.js';
import { MediaPortError } from '../../media/ice/media-port-error.js';
import type { MediaNetwork } from '../../media/ice/media-network.js';
import type { checkOffer } from '../../media/webrtc/check-offer.js';
import type { makeCertificate } from '../../media/webrtc/certificate.js';
import type { createPeer } from '../../media/webrtc/create-peer.js';
import type { Peer } from '../../media/webrtc/peer.js';
import type { RoomMediaEvents } from '../session/session-media.js';
import type { RoomsOptions } from '../options.js';
import { FlowGauge } from './flow-gauge.js';
import type { MediaLayer, OpenPeer, OpenRoom, PeerRequest, RoomRequest } from './media-layer.js';

export interface WebrtcMediaOptions {
  /** Called with each handshake on LiveKit's paths whose token is refused. */
  readonly onRefused: (request: IncomingMessage) => void;
  /** Called with each open socket on LiveKit's paths, before it is read, and with the connection that it reads from. */
  readonly onSocket: (webSocket: WebSocket, connection: Duplex) => void;
  readonly renderer: RendererName | 'auto';
  readonly network: MediaNetwork;
  /** Receives what the user of the server should change. */
  readonly onWarning: (warning: string) => void;
  /** Returns a new id. */
  readonly ids: () => string;
  readonly livekit: RoomsOptions;
}

/** The one that the service names (facts: api.md 3.2; its host is that of the SDKs' own default). */
const STUN = 'stun:stun.l.google.com:19302';

interface Loaded {
  readonly rooms: RoomService;
  /** Undefined with a deployment. */
  readonly embedded: RoomServer | undefined;
  readonly renderer: RendererChoice;
  readonly createPeer: typeof createPeer;
  readonly checkOffer: typeof checkOffer;
  readonly makeCertificate: typeof makeCertificate;
}

/** WebRTC is large, so it is loaded for the first client that needs it. */
async function load(options: WebrtcMediaOptions): Promise<Loaded> {
  const { renderer: requested, network, onWarning, onRefused, onSocket, ids, livekit } = options;
  const [{ createRoomServer }, { checkOffer }, { createPeer }, { makeCertificate }, { pickRenderer }] =
    await Promise.all([
      import('../../media/livekit/room-server.js'),
      import('../../media/webrtc/check-offer.js'),
      import('../../media/webrtc/create-peer.js'),
      import('../../media/webrtc/certificate.js'),
      import('../../media/live/pick-renderer.js'),
    ]);
  const used = { createPeer, checkOffer, makeCertificate };
  const renderer = await pickRenderer(requested);
  const { url, key, secret } = livekit;
  const keys = { key, secret };
  if (url === undefined) {
    const embedded = createRoomServer({ keys, renderer, network, onWarning, onRefused, onSocket, ids });
    return { rooms: embedded, embedded, renderer, ...used };
  }
  const { createDeployedRooms } = await import('../../media/livekit/deployed-rooms.js');
  const rooms = createDeployedRooms({ url, keys, renderer, ids });
  return { rooms, embedded: undefined, renderer, ...used };
}

/** Media carried by this process: the embedded LiveKit room server, and peer connections. */
export function webrtcMedia(options: WebrtcMediaOptions): MediaLayer {
  let loading: Promise<Loaded> | undefined;
  const loaded = (): Promise<Loaded> => (loading ??= load(options));
  const peers = new Map<OpenPeer, Peer>();

  return {
    livekitUrl: options.livekit.url,
    // On loopback no client needs one, and nothing leaves this machine.
    iceServers: options.network.reach === 'loopback' ? [] : [STUN],
    openRoom: async (request) => openRoom((await loaded()).rooms, request),
    viewerToken: async (room, identity) => viewerToken((await loaded()).rooms, room, identity),

    checkOffer: async (offer) => (await loaded()).checkOffer(offer),

    async openPeer(request) {
      const { renderer, createPeer } = await loaded();
      const watched = request.viewerOf && peers.get(request.viewerOf);
      const gauge = new FlowGauge(request.events, 'watching');
      const peer = createPeer({
        renderer,
        output: request.output,
        network: options.network.of(request.clientAddress),
        candidatesInAnswer: request.candidatesInAnswer,
        iceNeverConnects: request.iceNeverConnects,
        ...(watched && { viewerOf: watched }),
        events: peerEvents(request, gauge),
      });
      const open: OpenPeer = {
        media: peer,
        answer: (offer) => peer.answer(offer).catch((error: unknown) => refuse(error, options.onWarning)),
        addCandidate: (candidate) => peer.addCandidate(candidate),
        begin: () => undefined,
        close: () => {
          peers.delete(open);
          return peer.close();
        },
      };
      peers.set(open, peer);
      return open;
    },

    async loadAhead(quiet) {
      await quiet();
      const { makeCertificate } = await loaded();
      await quiet();
      await makeCertificate();
    },

    async handleUpgrade(request, socket, head) {
      return (await loaded()).embedded?.handleUpgrade(request, socket, head) ?? false;
    },
    async handleRequest(request, response) {
      return (await loaded()).embedded?.handleRequest(request, response) ?? false;
    },
    async close() {
      if (!loading) return;
      const { rooms } = await loading;
      await Promise.all([rooms.close(), ...[...peers.keys()].map((peer) => peer.close())]);
    },
  };
}

/** @throws ApiError at_capacity, with the advice, when there is no UDP port for the media; else the error itself */
function refuse(error: unknown, onWarning: (warning: string) => void): never {
  if (!(error instanceof MediaPortError)) throw error;
  onWarning(error.message);
  throw new ApiError('at_capacity', {}, [], undefined, error.message);
}

/** Opens a room for one session, embedded or deployed. */
export async function openRoom(
  rooms: RoomService,
  { name, events, signalMode, output, frameTiming = false }: RoomRequest,
): Promise<OpenRoom> {
  const identity = `user-${name}`;
  const room = await rooms.createRoom(name, {
    client: identity,
    events: roomEvents(identity, events, output?.avatar === undefined),
    ...(output && { output }),
    frameTiming,
  });
  const attributes = signalMode === undefined ? {} : { 'lk.mock': JSON.stringify({ signal: signalMode }) };
  return {
    media: room,
    token: () =>
      rooms.mintToken({ room: name, identity, attributes, grants: { canUpdateOwnMetadata: true } }),
    begin: () => undefined,
    close: () => room.close(),
  };
}

export const viewerToken = (rooms: RoomService, room: string, identity: string): Promise<string> =>
  rooms.mintToken({ room, identity, grants: { canPublish: false, canPublishData: false, hidden: true } });

/** The client left, or did not resume. A duplicate identity is the same client again. */
const LOST_REASONS: ReadonlySet<LeaveReason> = new Set([
  'client left',
  'connection lost',
  'removed',
  'room deleted',
]);

/** What happens in a session's room, as its session sees it: of clients only its own counts. */
function roomEvents(client: string, events: RoomMediaEvents, expectsVideo: boolean): RoomEvents {
  const gauge = new FlowGauge(events);
  return {
    firstMedia: () => gauge.output(true),
    mediaStopped: () => gauge.output(false),
    mediaResumed: () => gauge.output(true),
    inputFlows: (on) => gauge.input(on),
    trackPublished: ({ identity, kind }) => {
      if (identity === client && kind === 'video') gauge.published();
    },
    announcedNothing: ({ identity }) => {
      if (identity === client) gauge.announcedNothing();
    },
    participantJoined: ({ identity }) => {
      if (identity !== client) return;
      events.mediaRestored();
      gauge.joined(expectsVideo);
    },
    administered: (call) => events.administered(call),
    participantLeft: ({ identity, reason }) => {
      if (identity !== client) return;
      gauge.left();
      if (LOST_REASONS.has(reason)) events.mediaLost();
    },
  };
}

function peerEvents(
  request: PeerRequest,
  gauge: FlowGauge,
): NonNullable<Parameters<Loaded['createPeer']>[0]['events']> {
  return {
    candidate: (one) => request.candidate(one),
    firstMedia: () => gauge.output(true),
    mediaStopped: () => gauge.output(false),
    mediaResumed: () => gauge.output(true),
    inputFlows: (on) => gauge.input(on),
    publishesVideo: () => gauge.published(),
    connected: () => {
      request.events.mediaRestored();
      request.events.connected?.();
    },
    failed: () => request.events.mediaLost(),
  };
}
