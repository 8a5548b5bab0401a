import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { heavyJpeg, jpeg, type JpegSize } from '../fixtures/jpeg.js';
import { notMedia } from '../fixtures/media.js';
import { tone } from '../fixtures/sound.js';
import {
  chunkBytes,
  chunkPictures,
  configured,
  results,
  sendPictures,
  sendSound,
  sizeOf,
  smallPictures,
  sounding,
  soundOfAll,
  sync,
} from './lipsync-steps.js';

const documented: JpegSize = '450x800';
const others: readonly JpegSize[] = ['64x96', '96x64', '63x97', '48x48'];
/** No two neighbours are the same, and it reads differently backwards. */
const mixed = [0, 1, 2, 3, 1, 0, 3, 2, 0, 2, 1, 3, 2, 0, 1, 2].flatMap((n) => others[n] ?? []);

const oneMiB = 1024 * 1024;
/** In base64 it is over 1 MiB. */
const heavyBytes = 900_000;

const isOneAlphabet = (text: string) => /^([A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/.test(text);
const isStandard = (text: string) =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);

export const lipsyncPictureCases = [
  defineCase({
    id: 'lipsync.pictures/documented-size',
    title: '16 pictures of 450x800',
    requires: ['LIP-04', 'LIP-06', 'LIP-07', 'LIP-09'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      sendPictures(
        socket,
        Array.from({ length: chunkPictures }, () => jpeg(documented)),
      );
      await socket.next('synced_result', { nth: chunkPictures });
      if (!socket.closed) await socket.settle();
      const all = socket.of('synced_result');
      c.check('LIP-04', all.length === chunkPictures, {
        title: 'Each picture gets one result.',
        expected: chunkPictures,
        got: all.length,
      });
      c.check('LIP-09', socket.strays.length === 0, {
        title: 'Each frame is a JSON object.',
        got: socket.strays,
      });
      for (const name of ['video_frame', 'audio_frame']) {
        const wrong = all.find((result) => typeof result.field(name) !== 'string');
        c.check('LIP-06', !wrong, { title: `${name} is a string.`, ...(wrong && { answer: wrong }) });
      }
      const seen = all.filter((result) => result.text('video_frame') !== '');
      const empty = all.some((result) => result.field('video_frame') === '');
      c.check('LIP-06', !empty, { title: 'video_frame is never empty.', got: 'an empty one' });
      c.precondition(seen.length > 0, 'there is no picture.');
      const wrong = seen.find((result) => sizeOf(result) !== documented);
      c.check('LIP-07', !wrong, {
        title: 'Each comes back as a JPEG of its size.',
        expected: documented,
        ...(wrong && { got: sizeOf(wrong), answer: wrong }),
      });
    },
  }),
  defineCase({
    id: 'lipsync.pictures/other-sizes',
    title: 'Pictures of several sizes in one session',
    requires: ['LIP-05', 'LIP-08'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      sendPictures(
        socket,
        mixed.map((size) => jpeg(size)),
      );
      const sizes = (await results(c, socket, mixed.length)).map(sizeOf);
      const kept = [...sizes].sort().join() === [...mixed].sort().join();
      c.check('LIP-08', kept, { title: 'All sizes come back.', expected: mixed, got: sizes });
      c.precondition(kept, 'the order shows by the sizes.');
      c.check('LIP-05', sizes.join() === mixed.join(), {
        title: 'Results have the order of their pictures.',
        expected: mixed,
        got: sizes,
        // That one session may mix sizes is a guess.
        evidence: 'inferred',
      });
    },
  }),
  defineCase({
    id: 'lipsync.pictures/not-a-jpeg',
    title: 'A text file as a picture, and no base64',
    requires: ['LIP-20'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      sendPictures(socket, [notMedia]);
      socket.send({ type: 'video_input', video_frame: 'not base64!' });
      await socket.next('error', { nth: 2 });
      c.check('LIP-20', socket.of('error').length === 2, { title: 'Each gets an error.', answer: socket });
      if (!socket.closed) await socket.settle();
      const early = socket.of('synced_result').length;
      c.check('LIP-20', early === 0, { title: 'They get no result.', expected: 0, got: early });
      sendPictures(socket, smallPictures(chunkPictures));
      const last = await socket.next('synced_result', { nth: chunkPictures });
      c.check('LIP-20', last !== undefined, {
        title: 'The 16 pictures after them get theirs.',
        got: `${socket.of('synced_result').length} results`,
      });
    },
  }),
  defineCase({
    id: 'lipsync.pictures/large',
    title: 'A picture of over 1 MiB in base64',
    requires: ['LIP-19'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      sendPictures(socket, [heavyJpeg('64x96', heavyBytes), ...smallPictures(chunkPictures)]);
      await socket.next('synced_result', { nth: chunkPictures });
      c.precondition(socket.of('synced_result').length > 0, `no result came: ${socket.toString()}.`);
      const largest = Math.max(...socket.messages.map(({ bytes }) => bytes));
      c.check('LIP-19', largest < oneMiB, {
        title: 'Each message is smaller than 1 MiB.',
        expected: `less than ${oneMiB} bytes`,
        got: `${largest} bytes`,
      });
    },
  }),
  defineCase({
    id: 'lipsync.messages/base64',
    title: 'base64 of the server',
    requires: ['LIP-17', 'LIP-18'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      sendSound(socket, tone(chunkBytes));
      sendPictures(socket, smallPictures(chunkPictures));
      const all = await results(c, socket, chunkPictures);
      const texts = all.flatMap((each) => [each.text('video_frame'), each.text('audio_frame')]);
      const mixture = texts.find((text) => !isOneAlphabet(text));
      c.check('LIP-17', mixture === undefined, {
        title: 'Each text has one alphabet, in one line and without a prefix.',
        got: mixture?.slice(0, 80),
      });
      c.precondition(mixture === undefined, 'the alphabet shows in a text without other characters.');
      const odd = texts.find((text) => !isStandard(text));
      c.check('LIP-18', odd === undefined, {
        title: 'Each text has the standard alphabet and padding.',
        got: odd?.slice(0, 80),
      });
    },
  }),
  defineCase({
    id: 'lipsync.messages/alphabets',
    title: 'base64 of the client in both alphabets',
    requires: ['LIP-16'],
    ...sync,
    async run(c: CaseContext) {
      const said = async (spell: (bytes: Buffer) => string) => {
        const socket = await configured(c);
        socket.send({ type: 'audio_input', audio_data: spell(tone(chunkBytes)) });
        for (const file of smallPictures(chunkPictures))
          socket.send({ type: 'video_input', video_frame: spell(file) });
        await socket.next('synced_result', { nth: chunkPictures });
        const all = socket.of('synced_result');
        await socket.close();
        const sound = soundOfAll(all).toString('base64');
        return `${all.map(sizeOf).join()} ${sounding(all).length} ${sound}`;
      };
      const standard = await said((bytes) => bytes.toString('base64'));
      c.precondition(standard.startsWith('64x96,'), 'the standard alphabet got no pictures.');
      c.check('LIP-16', (await said(urlSafe)) === standard, {
        title: 'The URL-safe alphabet with padding has the effect of the standard one.',
        got: 'other results',
      });
      c.check('LIP-16', (await said((bytes) => bytes.toString('base64url'))) === standard, {
        title: 'Without padding it has the same effect.',
        got: 'other results',
        evidence: 'inferred',
      });
    },
  }),
];

/** As Python's `urlsafe_b64encode` writes it: with padding. */
const urlSafe = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
