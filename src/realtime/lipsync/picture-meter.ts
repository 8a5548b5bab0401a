import { ApiError } from '../../contract/errors.js';
import type { SessionRecord } from '../../world/accounts/sessions.js';
import type { LipsyncTerms } from './types.js';

/**
 * Bills a session by the time of its pictures: a second for every `video_fps` results. How the service billed is not
 * known (facts: lipsync-and-avatar.md 1.9).
 */
export class PictureMeter {
  /** Pictures of the second that is not full. */
  #pictures = 0;

  constructor(
    readonly record: SessionRecord,
    readonly terms: Pick<LipsyncTerms, 'account' | 'creditsPerSecond' | 'cap'>,
  ) {}

  /** Counts a result. @throws ApiError session_duration_limit, insufficient_credits when its second cannot be had */
  async count(picturesPerSecond: number): Promise<void> {
    if (++this.#pictures < picturesPerSecond) return;
    this.#pictures = 0;
    const { account, creditsPerSecond, cap } = this.terms;
    const { record } = this;
    if (!account.organisation.credits.draw(creditsPerSecond, account.clock.now(), record.id))
      throw new ApiError('insufficient_credits');
    record.seconds++;
    record.credits = Math.round((record.credits + creditsPerSecond) * 100) / 100;
    if (!cap || record.seconds < cap.seconds) return;
    // Before the client can connect again.
    await cap.reach();
    throw new ApiError('session_duration_limit');
  }
}
