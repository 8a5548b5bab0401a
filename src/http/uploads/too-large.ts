import { ApiError } from '../../contract/errors.js';

/** The refusal of a body or file of more than `max` bytes. */
export const tooLarge = (max: number): ApiError => new ApiError('file_too_large', { limit: sizeText(max) });

const sizeText = (bytes: number): string =>
  bytes >= 1_000_000 ? `${Math.floor(bytes / 1_000_000)}MB` : `${Math.floor(bytes / 1_000)}KB`;
