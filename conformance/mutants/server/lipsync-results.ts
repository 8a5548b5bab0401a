import { all, fromClient, stateOf, type Body } from '../frames.js';
import { socketMutant, type FrameChange, type Mutant } from '../mutant.js';
import { jpeg } from '../../suites/fixtures/jpeg.js';
import { chunkPictures, results } from './lipsync-when.js';

const oneMiB = 1024 * 1024;

/** Changes the texts in base64. */
const texts = (change: (text: string) => string): FrameChange =>
  results((body) => [
    {
      ...body,
      video_frame: change(String(body['video_frame'])),
      audio_frame: change(String(body['audio_frame'])),
    },
  ]);

const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');

/** Changes the fourth result of a connection. */
const fourth = (change: (body: Body) => Body): FrameChange =>
  results((body, { n }) => [n === 3 ? change(body) : body]);

/** Faults in results and their pictures. */
export const lipsyncResultMutants: readonly Mutant[] = [
  socketMutant('m-LIP-04-fifteen', 'The last of 16 pictures gets no result.', {
    frames: results((body, { n, isLarge }) => (isLarge && n === chunkPictures - 1 ? [] : [body])),
  }),
  socketMutant('m-LIP-04-twice', 'The last of 16 pictures gets two results.', {
    frames: results((body, { n, isLarge }) => (isLarge && n === chunkPictures - 1 ? [body, body] : [body])),
  }),
  socketMutant('m-LIP-05-swapped', 'Two results are swapped.', {
    frames: results((body, { n, kept }) => {
      if (n !== 1 && n !== 2) return [body];
      if (n === 2) return [body, kept['late'] as Body];
      kept['late'] = body;
      return [];
    }),
  }),
  socketMutant('m-LIP-06-null-sound', 'audio_frame is null where there is no sound.', {
    frames: fourth((body) => ({ ...body, audio_frame: null })),
  }),
  socketMutant('m-LIP-06-no-sound', 'audio_frame is left out where there is no sound.', {
    frames: fourth(({ type, video_frame }) => ({ type, video_frame })),
  }),
  socketMutant('m-LIP-06-empty-picture', 'A picture is an empty string.', {
    frames: results((body, { n, isLarge }) => [isLarge && n === 3 ? { ...body, video_frame: '' } : body]),
  }),
  socketMutant('m-LIP-07-scaled', 'Pictures of 450x800 come back smaller.', {
    frames: results((body, { isLarge }) => [
      isLarge ? { ...body, video_frame: jpeg('64x96').toString('base64') } : body,
    ]),
  }),
  socketMutant('m-LIP-08-scaled', 'Every picture comes back as 450x800.', {
    frames: results((body) => [{ ...body, video_frame: jpeg('450x800').toString('base64') }]),
  }),
  socketMutant('m-LIP-09-tick', 'A generation_tick follows the first result.', {
    frames: results((body, { n }) => (n === 0 ? [body, { type: 'generation_tick', seconds: 1 }] : [body])),
  }),
  socketMutant(
    'm-LIP-17-prefix',
    'Pictures are data: URLs.',
    {
      frames: results((body) => [
        { ...body, video_frame: `data:image/jpeg;base64,${String(body['video_frame'])}` },
      ]),
    },
    { entails: ['LIP-07', 'LIP-08'] },
  ),
  socketMutant('m-LIP-17-lines', 'base64 has a line break after 76 characters.', {
    frames: texts((text) => text.replace(/.{76}/g, '$&\n')),
  }),
  socketMutant('m-LIP-18-url-safe', 'base64 has the URL-safe alphabet.', { frames: texts(urlSafe) }),
  socketMutant('m-LIP-18-unpadded', 'base64 has no padding.', {
    frames: texts((text) => text.replace(/=+$/, '')),
  }),
  socketMutant('m-LIP-19-heavy', 'After a large picture a result is larger than 1 MiB.', {
    frames: all(
      fromClient('video_input', (body, connection, memory) => {
        if (String(body['video_frame']).length > oneMiB) stateOf(memory, connection)['heavy'] = true;
        return [body];
      }),
      results((body, { n, kept }) => [
        kept['heavy'] === true && n === 0 ? { ...body, original: ' '.repeat(oneMiB) } : body,
      ]),
    ),
  }),
];
