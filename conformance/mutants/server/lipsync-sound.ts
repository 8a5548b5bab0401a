import { fromClient } from '../frames.js';
import { socketMutant, type Mutant } from '../mutant.js';
import { chunkPictures, isSilent, results, sentSound, sounds } from './lipsync-when.js';

const chunkBytes = 20_480;

/** The same length, or as long as said: cut, or padded with zeros. */
const ofLength = (sound: Buffer, bytes: number): Buffer =>
  Buffer.concat([sound.subarray(0, bytes), Buffer.alloc(Math.max(0, bytes - sound.length))]);

/** Where a long row of zeros at the end begins. */
function endOfSound(sound: Buffer): number {
  const last = sound.findLastIndex((byte) => byte !== 0) + 1;
  return sound.length - last > 1_000 ? last : sound.length;
}

/** Samples at half their loudness. */
function quieter(sound: Buffer): Buffer {
  const quiet = Buffer.from(sound);
  for (let at = 0; at + 1 < quiet.length; at += 2) quiet.writeInt16LE(quiet.readInt16LE(at) >> 1, at);
  return quiet;
}

/** Faults in the sound, and in how it is paired with pictures. */
export const lipsyncSoundMutants: readonly Mutant[] = [
  socketMutant(
    'm-LIP-10-spread',
    'The sound is spread over the 16 results.',
    {
      frames: results((body, { n, sound, kept }) => {
        const at = n % chunkPictures;
        if (at === 0) kept['chunk'] = sound;
        const chunk = (kept['chunk'] ?? sound) as Buffer;
        const part = chunk.length / chunkPictures;
        const piece = chunk.subarray(at * part, (at + 1) * part);
        return [{ ...body, audio_frame: piece.toString('base64') }];
      }),
    },
    { entails: ['LIP-24'] },
  ),
  socketMutant('m-LIP-11-half', 'The sound of the second 16 pictures has half its length.', {
    frames: sounds((sound, { n }) => (n < chunkPictures ? sound : sound.subarray(0, chunkBytes / 2))),
  }),
  socketMutant(
    'm-LIP-11-one-length',
    'The sound has the same length at every pace.',
    { frames: sounds((sound, { fps }) => (fps === 25 ? sound : ofLength(sound, chunkBytes))) },
    { entails: ['LIP-30'] },
  ),
  socketMutant(
    'm-LIP-12-last',
    'The last of 16 results has their sound.',
    {
      frames: results((body, { n, kept }) => {
        const at = n % chunkPictures;
        if (at === 0) kept['chunk'] = body['audio_frame'];
        return [{ ...body, audio_frame: at === chunkPictures - 1 ? kept['chunk'] : '' }];
      }),
    },
    { entails: ['LIP-24'] },
  ),
  socketMutant('m-LIP-13-quieter', 'The sound of the second 16 pictures is quieter.', {
    frames: sounds((sound, { n }) => (n < chunkPictures ? sound : quieter(sound))),
  }),
  socketMutant('m-LIP-14-left-out', 'Silence is an empty string.', {
    frames: sounds((sound) => (isSilent(sound) ? Buffer.alloc(0) : sound)),
  }),
  socketMutant(
    'm-LIP-14-noise',
    'Silence has noise in it.',
    { frames: sounds((sound) => (isSilent(sound) ? Buffer.alloc(sound.length, 1) : sound)) },
    { entails: ['LIP-15'] },
  ),
  socketMutant('m-LIP-15-goes-on', 'interrupt_audio has no effect.', {
    frames: fromClient('interrupt_audio', () => []),
  }),
  socketMutant('m-LIP-16-foreign-skipped', 'Characters of the URL-safe alphabet are skipped.', {
    frames: sentSound((_, text) => Buffer.from(text.replace(/[-_]/g, ''), 'base64')),
  }),
  socketMutant('m-LIP-16-unpadded-dropped', 'Sound without padding is dropped.', {
    frames: fromClient('audio_input', (body) => (String(body['audio_data']).length % 4 === 0 ? [body] : [])),
  }),
  socketMutant('m-LIP-24-strict', 'Fewer than 16 pictures never come back.', {
    frames: results((body, { sent }) => (sent < chunkPictures ? [] : [body])),
  }),
  socketMutant('m-LIP-24-no-sound', 'Fewer than 16 pictures come back without sound.', {
    frames: results((body, { sent }) => [sent < chunkPictures ? { ...body, audio_frame: '' } : body]),
  }),
  socketMutant('m-LIP-25-cut', 'Short sound is not padded.', {
    frames: sounds((sound) => (isSilent(sound) ? sound : sound.subarray(0, endOfSound(sound)))),
  }),
  socketMutant('m-LIP-31-dropped', 'Half a sample at the end of a message is dropped.', {
    frames: sentSound((sound) => sound.subarray(0, sound.length - (sound.length % 2))),
  }),
  socketMutant('m-LIP-32-header', 'The header of a WAV file is sound.', {
    frames: sentSound((sound) =>
      sound.toString('latin1', 0, 4) === 'RIFF' ? Buffer.concat([Buffer.alloc(2), sound]) : sound,
    ),
  }),
];
