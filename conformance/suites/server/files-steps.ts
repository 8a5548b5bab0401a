import { picture } from '../fixtures/media.js';

/** Size of the picture that is uploaded. */
export const bytes = picture().length;

/** A case that uploads it once and takes it away again. */
export const one = { effects: 'deletes-own', cost: { uploadBytes: bytes } } as const;
