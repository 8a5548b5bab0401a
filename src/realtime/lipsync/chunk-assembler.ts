import type { LipsyncPicture } from '../../media/lipsync/pictures.js';
import { CHUNK_PICTURES, chunkBytes, type LipsyncConfig } from './chunks.js';
import { SoundQueue } from './sound-queue.js';

/** A picture of the client, by its number in the session. */
export interface NumberedPicture {
  readonly number: number;
  readonly picture: LipsyncPicture;
  /** Length of its JPEG. */
  readonly bytes: number;
}

/** Pictures, and the sound that belongs to them; padded with zeros. */
export interface Chunk {
  readonly pictures: readonly NumberedPicture[];
  readonly sound: Buffer;
}

/** Sound that waits at most: a song of half an hour. No limit is known. */
const MAX_SOUND_BYTES = 64 * 1024 * 1024;

/** Collects pictures to chunks, and pairs each chunk with sound. */
export class ChunkAssembler {
  readonly sound = new SoundQueue(MAX_SOUND_BYTES);
  #pictures: NumberedPicture[] = [];
  #count = 0;

  /** Pictures of the incomplete chunk. */
  get incomplete(): number {
    return this.#pictures.length;
  }

  /** Adds a picture. @returns the chunk that it completes */
  add(picture: LipsyncPicture, bytes: number, config: LipsyncConfig): Chunk | undefined {
    this.#pictures.push({ number: this.#count++, picture, bytes });
    return this.#pictures.length < CHUNK_PICTURES ? undefined : this.take(config);
  }

  /** Takes the pictures that wait, however few, with the sound of a whole chunk. */
  take(config: LipsyncConfig): Chunk {
    const pictures = this.#pictures;
    this.#pictures = [];
    return { pictures, sound: this.sound.take(chunkBytes(config)) };
  }
}
