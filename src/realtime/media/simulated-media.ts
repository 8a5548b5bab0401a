import type { KeyPair } from '../../media/room-keys.js';
import { checkSdpSize } from '../../media/webrtc/sdp-limits.js';
import { mintToken } from '../../media/livekit/tokens.js';
import type { MediaEvents, RoomFaults, SessionMedia } from '../session/session-media.js';
import type { MediaLayer, OpenPeer, OpenRoom, PeerRequest, RoomRequest } from './media-layer.js';

/** Media that is not carried: frames count as flowing once the client has the address to send them to. */
class SimulatedMedia implements SessionMedia {
  #started = false;
  #held = false;
  #faulty = false;

  constructor(readonly events: MediaEvents) {}

  begin(): void {
    this.#started = true;
    this.events.mediaRestored();
    this.#report();
  }

  setPrompt(): void {}
  setImage(): void {}
  setPassthrough(): void {}

  setHeld(held: boolean): void {
    this.#held = held;
    this.#report();
  }

  setFaults({ frozen, stopAfterMs, iceNeverConnects }: RoomFaults): void {
    this.#faulty = frozen === true || stopAfterMs !== undefined || iceNeverConnects === true;
    this.#report();
  }

  #report(): void {
    if (this.#started) this.events.flow(!this.#held && !this.#faulty);
  }
}

/** Answers an offer by rejecting each of its sections (RFC 3264: port 0), as no media is carried. */
function rejectingAnswer(offer: string): string {
  checkSdpSize(offer);
  const sections = offer.split(/\r?\n/).filter((line) => line.startsWith('m='));
  if (sections.length === 0) throw new Error('Cannot answer the offer: it has no media section.');
  const rejected = sections.flatMap((line) => [line.replace(/^(m=\w+) \d+/, '$1 0'), 'c=IN IP4 0.0.0.0']);
  return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', ...rejected, ''].join('\r\n');
}

/**
 * For tests of messages, and for users without WebRTC: negotiates no media, loads no WebRTC library. `keys` sign tokens.
 */
export function simulatedMedia(keys: KeyPair): MediaLayer {
  const room = ({ name, events, signalMode }: RoomRequest): OpenRoom => {
    const media = new SimulatedMedia(events);
    const attributes = signalMode === undefined ? {} : { 'lk.mock': JSON.stringify({ signal: signalMode }) };
    return {
      media,
      token: () => mintToken(keys, { room: name, identity: `user-${name}`, attributes }),
      begin: () => media.begin(),
      close: async () => undefined,
    };
  };
  const peer = ({ events }: PeerRequest): OpenPeer => {
    const media = new SimulatedMedia(events);
    return {
      media,
      answer: async (offer) => rejectingAnswer(offer),
      addCandidate: async () => undefined,
      begin: () => {
        media.begin();
        events.connected?.();
      },
      close: async () => undefined,
    };
  };
  return {
    livekitUrl: undefined,
    iceServers: [],
    openRoom: async (request) => room(request),
    viewerToken: (name, identity) =>
      mintToken(keys, { room: name, identity, grants: { canPublish: false, canPublishData: false } }),
    checkOffer: async (offer) => void rejectingAnswer(offer),
    openPeer: async (request) => peer(request),
    loadAhead: async () => undefined,
    handleUpgrade: async () => false,
    handleRequest: async () => false,
    close: async () => undefined,
  };
}
