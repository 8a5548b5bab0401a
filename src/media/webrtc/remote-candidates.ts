import type { RTCPeerConnection } from 'werift';
import { boundedCandidate } from './bounded-candidate.js';
import type { CandidateInit } from './connection.js';

/** Candidates between two descriptions. Each is paired with every local address and checked, so more is a flood. */
const MAX_CANDIDATES = 256;

/**
 * The remote candidates of one connection. Those that arrive before their description wait for it: at the start, and
 * when ICE restarts, for LiveKit's Rust clients send the new candidates ahead of the new offer. One that names an
 * unknown section, or cannot be parsed, is dropped, as a real server does.
 */
export class RemoteCandidates {
  #waiting: CandidateInit[] = [];
  #count = 0;
  /** User name fragments of the remote description; undefined until there is one. */
  #fragments: ReadonlySet<string> | undefined;

  constructor(readonly connection: RTCPeerConnection) {}

  async add(candidate: CandidateInit | null): Promise<void> {
    if (!candidate || candidate.candidate === '' || ++this.#count > MAX_CANDIDATES) return;
    const known = boundedCandidate(candidate);
    if (!known) return;
    if (this.#isDescribed(known)) await this.#apply(known);
    else this.#waiting.push(known);
  }

  /** Applies the candidates that waited for the remote description. Call it once that is set. */
  async flush(): Promise<void> {
    const sdp = this.connection.remoteDescription?.sdp ?? '';
    this.#fragments = new Set(
      Array.from(sdp.matchAll(/^a=ice-ufrag:(\S+)/gm), ([, fragment = '']) => fragment),
    );
    const ready = this.#waiting.filter((candidate) => this.#isDescribed(candidate));
    this.#waiting = this.#waiting.filter((candidate) => !this.#isDescribed(candidate));
    this.#count = this.#waiting.length;
    for (const candidate of ready) await this.#apply(candidate);
  }

  /** Whether the remote description is there, and has the candidate's user name fragment, if that names one. */
  #isDescribed({ candidate, usernameFragment }: CandidateInit): boolean {
    if (!this.#fragments) return false;
    const fragment = usernameFragment ?? / ufrag (\S+)/.exec(candidate)?.[1];
    return !fragment || this.#fragments.has(fragment);
  }

  async #apply({ candidate, sdpMid, sdpMLineIndex }: CandidateInit): Promise<void> {
    const target =
      typeof sdpMid === 'string' && sdpMid !== '' ? { sdpMid } : { sdpMLineIndex: sdpMLineIndex ?? 0 };
    try {
      await this.connection.addIceCandidate({ candidate, ...target });
    } catch {
      // A candidate is a hint: another one, or a peer-reflexive one, can still connect.
    }
  }
}
