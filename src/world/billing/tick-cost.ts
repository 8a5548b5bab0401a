import { costInCredits, hasFastMode, type ServedModel } from '../catalogue/index.js';

/**
 * Credits for one generation tick of a realtime session, that is one second of generated video.
 * @param fast the client asked for `speed=fast`; ignored where the model has no fast mode at that time
 * @param date catalogue date, epoch ms
 */
export const tickCost = (served: ServedModel, fast: boolean, date: number): number =>
  costInCredits(served.price, 1, { fast: fast && hasFastMode(served, date) });
