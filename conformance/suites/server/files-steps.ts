import { picture } from '../fixtures/media.js';

/** Size of the uploaded picture. */
export const bytes = picture().length;

/** Cost of a case that uploads it once and deletes it. */
export const one = { effects: 'deletes-own', cost: { uploadBytes: bytes } } as const;
