import type { RTCPeerConnection } from 'werift';
import type { CandidateInit } from './connection.js';

/** Candidates between two descriptions. Each is paired with every local address and checked, so more is a flood. */
const MAX_CANDIDATES = 256;

/**
 * The remote candidates of one connection. Those that arrive before their description wait for it. One that names an
 * unknown section, or cannot be parsed, is dropped, as a real server does.
 */
export class RemoteCandidates {
  #waiting: CandidateInit[] | undefined = [];
  #count = 0;

  constructor(readonly connection: RTCPeerConnection) {}

  async add(candidate: CandidateInit | null): Promise<void> {
    if (!candidate || candidate.candidate === '' || ++this.#count > MAX_CANDIDATES) return;
    if (this.#waiting) this.#waiting.push(candidate);
    else await this.#apply(candidate);
  }

  /** Applies the waiting candidates. Call it once the remote description is set. */
  async flush(): Promise<void> {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#count = 0;
    for (const candidate of waiting) await this.#apply(candidate);
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
