import { ConnectionQuality, ConnectionQualityInfo } from '@livekit/protocol';
import type { Participant } from './participant.js';

/** How often a LiveKit server reports connection qualities that have changed. */
export const QUALITY_INTERVAL_MS = 5000;

/** What a LiveKit server gives a connection without loss. */
const EXCELLENT = { quality: ConnectionQuality.EXCELLENT, score: 4.5 };

/**
 * Reports connection qualities as a LiveKit server does: to each client its own and those of the participants whose
 * tracks it receives, each once, for here they never change.
 */
export class QualityReports {
  readonly #reported = new WeakMap<Participant, Set<string>>();

  send(participants: Iterable<Participant>): void {
    for (const participant of participants) {
      const reported = this.#reported.get(participant) ?? new Set<string>();
      this.#reported.set(participant, reported);
      const publishers = participant.subscriptions.carried.map(({ publisherSid }) => publisherSid);
      const news = [...new Set([participant.sid, ...publishers])].filter((sid) => !reported.has(sid));
      for (const sid of news) reported.add(sid);
      if (news.length > 0) {
        const updates = news.map(
          (participantSid) => new ConnectionQualityInfo({ participantSid, ...EXCELLENT }),
        );
        participant.signal.connectionQuality(updates);
      }
    }
  }
}
