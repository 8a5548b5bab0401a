import { ConnectionQuality, ConnectionQualityInfo } from '@livekit/protocol';
import type { Participant } from './participant.js';

/** How often a LiveKit server looks for new participants and changed connections. */
export const QUALITY_INTERVAL_MS = 5000;

/** What a LiveKit server gives a connection without loss. */
const EXCELLENT = { quality: ConnectionQuality.EXCELLENT, score: 4.5 };

/**
 * Reports connection qualities as a LiveKit server does: when a participant is new, each client gets its own and those
 * of the participants whose tracks it receives. Here they never change, which is the server's other occasion.
 */
export class QualityReports {
  #known: ReadonlySet<string> = new Set();

  send(participants: Iterable<Participant>): void {
    const all = [...participants];
    const hasNew = all.some(({ sid }) => !this.#known.has(sid));
    this.#known = new Set(all.map(({ sid }) => sid));
    if (!hasNew) return;
    for (const { sid, subscriptions, signal } of all) {
      const publishers = subscriptions.carried.map(({ publisherSid }) => publisherSid);
      const updates = [...new Set([sid, ...publishers])].map(
        (participantSid) => new ConnectionQualityInfo({ participantSid, ...EXCELLENT }),
      );
      signal.connectionQuality(updates);
    }
  }
}
