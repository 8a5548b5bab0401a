import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { tone, wav } from '../fixtures/sound.js';
import {
  chunkBytes,
  chunkPictures,
  configured,
  isSilent,
  results,
  sendPictures,
  sendSound,
  slowChunkBytes,
  smallPictures,
  sounding,
  soundOf,
  soundOfAll,
  sync,
} from './lipsync-steps.js';

/** Sends 16 pictures after these messages of sound, and returns the sound that comes back. */
async function returned(c: CaseContext, messages: readonly Buffer[]): Promise<Buffer> {
  const socket = await configured(c);
  for (const message of messages) sendSound(socket, message);
  sendPictures(socket, smallPictures(chunkPictures));
  return soundOfAll(await results(c, socket, chunkPictures));
}

export const lipsyncSoundCases = [
  defineCase({
    id: 'lipsync.sound/chunks',
    title: '32 pictures and 1.28 s of a tone',
    requires: ['LIP-10', 'LIP-11', 'LIP-12', 'LIP-13'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      const sent = tone(2 * chunkBytes);
      sendSound(socket, sent);
      sendPictures(socket, smallPictures(2 * chunkPictures));
      const all = await results(c, socket, 2 * chunkPictures);
      const where = all.flatMap((each, n) => (each.text('audio_frame') === '' ? [] : [n]));
      const inFirst = where.filter((n) => n < chunkPictures);
      const isOncePerChunk = where.length === 2 && inFirst.length === 1;
      c.check('LIP-10', isOncePerChunk, {
        title: 'One result of each 16 has sound; audio_frame of the others is empty.',
        expected: 'one of 0 to 15, and one of 16 to 31',
        got: where.join(', '),
      });
      c.precondition(isOncePerChunk, 'the rest is about one result with sound per 16.');
      const lengths = sounding(all).map((each) => soundOf(each).length);
      c.check(
        'LIP-11',
        lengths.every((length) => length === chunkBytes),
        {
          title: 'Each has 20,480 bytes.',
          got: lengths,
        },
      );
      c.check('LIP-12', where.join() === '0,16', {
        title: 'Results 0 and 16 have the sound.',
        expected: '0, 16',
        got: where.join(', '),
      });
      c.precondition(
        lengths.every((length) => length === chunkBytes),
        'bytes can be compared where the length is right.',
      );
      c.check('LIP-13', soundOfAll(all).equals(sent), {
        title: 'Together they are the bytes that were sent.',
        got: 'other bytes',
      });
    },
  }),
  defineCase({
    id: 'lipsync.sound/other-pace',
    title: 'Sound at 8 pictures a second',
    requires: ['LIP-11'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c, 8);
      sendSound(socket, tone(slowChunkBytes));
      sendPictures(socket, smallPictures(chunkPictures));
      const [first, second] = sounding(await results(c, socket, chunkPictures));
      c.precondition(first !== undefined && !second, 'not one result has sound.');
      const got = soundOf(first).length;
      c.check('LIP-11', got === slowChunkBytes, {
        title: 'The sound of 16 pictures has 64,000 bytes.',
        expected: slowChunkBytes,
        got,
      });
    },
  }),
  defineCase({
    id: 'lipsync.sound/silence',
    title: '16 pictures without sound',
    requires: ['LIP-14'],
    ...sync,
    async run(c: CaseContext) {
      const sound = await returned(c, []);
      c.check('LIP-14', sound.length === chunkBytes, {
        title: 'Silence has its full length.',
        expected: chunkBytes,
        got: sound.length,
      });
      c.check('LIP-14', isSilent(sound), { title: 'Silence is zeros.', got: 'other bytes' });
    },
  }),
  defineCase({
    id: 'lipsync.sound/interrupt',
    title: 'A long tone that is interrupted',
    requires: ['LIP-09', 'LIP-15'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      sendSound(socket, tone(160_000));
      sendPictures(socket, smallPictures(chunkPictures));
      const first = soundOfAll(await results(c, socket, chunkPictures));
      c.precondition(first.length > 0 && !isSilent(first), 'the first pictures have no sound.');
      socket.send({ type: 'interrupt_audio' });
      sendPictures(socket, smallPictures(chunkPictures));
      await socket.next('synced_result', { nth: 2 * chunkPictures });
      const later = socket.of('synced_result').slice(chunkPictures);
      c.check('LIP-15', later.length === chunkPictures, {
        title: 'Pictures go on.',
        expected: chunkPictures,
        got: later.length,
      });
      c.check('LIP-15', isSilent(soundOfAll(later)), { title: 'They are silent.', got: 'sound' });
    },
  }),
  defineCase({
    id: 'lipsync.sound/short',
    title: 'Less sound than 16 pictures take',
    requires: ['LIP-25'],
    ...sync,
    async run(c: CaseContext) {
      const sent = tone(10_000);
      const sound = await returned(c, [sent]);
      const padded = Buffer.concat([sent, Buffer.alloc(chunkBytes - sent.length)]);
      c.check('LIP-25', sound.equals(padded), {
        title: 'Zeros follow the sound, up to 20,480 bytes.',
        got: `${sound.length} bytes`,
      });
    },
  }),
  defineCase({
    id: 'lipsync.sound/odd-bytes',
    title: 'Sound that is cut within a sample',
    requires: ['LIP-31'],
    ...sync,
    async run(c: CaseContext) {
      const sent = tone(chunkBytes);
      const cuts = [0, 5_001, 5_002, 12_345, chunkBytes];
      const parts = cuts.slice(1).map((end, n) => sent.subarray(cuts[n], end));
      const sound = await returned(c, parts);
      c.check('LIP-31', sound.equals(sent), { title: 'No byte is lost.', got: 'other bytes' });
    },
  }),
  defineCase({
    id: 'lipsync.sound/wav',
    title: 'A whole WAV file',
    requires: ['LIP-32'],
    ...sync,
    async run(c: CaseContext) {
      const sent = tone(chunkBytes);
      const sound = await returned(c, [wav(sent)]);
      c.check('LIP-32', sound.equals(sent), {
        title: 'The sound starts after the header.',
        got: sound.includes('RIFF') ? 'the header too' : 'other bytes',
      });
    },
  }),
  defineCase({
    id: 'lipsync.sound/incomplete',
    title: 'Five pictures, and no further one',
    requires: ['LIP-24'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      const sent = tone(chunkBytes);
      sendSound(socket, sent);
      sendPictures(socket, smallPictures(5));
      await socket.settle();
      // A held clock moves only here; pictures that are still being read postpone what is due.
      for (let tries = 0; tries < 10 && socket.of('synced_result').length < 5; tries++) {
        await c.wait(600);
        await socket.next('synced_result', { nth: 5, withinMs: 300 });
      }
      const all = socket.of('synced_result');
      c.check('LIP-24', all.length === 5, { title: 'Five results come.', expected: 5, got: all.length });
      c.check('LIP-24', all[0] !== undefined && soundOf(all[0]).equals(sent), {
        title: 'The first one has the sound of a whole chunk.',
        got: `${all[0] ? soundOf(all[0]).length : 0} bytes`,
      });
    },
  }),
];
