import { notApplicable } from '../../engine/applicability.js';
import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import {
  chunkPictures,
  configured,
  namesRetirement,
  openLipsync,
  refusal,
  refusedSync,
  requireServed,
  sendPictures,
  smallPictures,
  sync,
} from './lipsync-steps.js';
import { jpeg } from '../fixtures/jpeg.js';

const neverMinted = 'ek_thisKeyWasNeverMintedByAnybody';

export const lipsyncRefusalCases = [
  defineCase({
    id: 'lipsync.refusal/bad-key',
    title: 'An unknown key, and none',
    requires: ['LIP-22', 'LIP-23'],
    ...refusedSync,
    async run(c: CaseContext) {
      for (const [name, key] of [
        ['An unknown key', neverMinted],
        ['No key', null],
      ] as const) {
        const { socket, error, text, closed } = await refusal(await openLipsync(c, key));
        requireServed(c, socket);
        c.check('LIP-22', /key|unauthorized/i.test(text), {
          title: `${name} gets an error that names the key.`,
          answer: error ?? socket,
        });
        c.check('LIP-22', closed?.code === 1008, {
          title: `${name} gets a close with 1008.`,
          answer: socket,
        });
        if (error)
          c.check('LIP-23', error.text('message') !== '', {
            title: 'The error has its text in message.',
            answer: error,
          });
      }
    },
  }),
  defineCase({
    id: 'lipsync.refusal/first-message',
    title: 'A picture before config',
    requires: ['LIP-21'],
    ...sync,
    async run(c: CaseContext) {
      const reference = await configured(c);
      await reference.close();
      const picture = { type: 'video_input', video_frame: jpeg('64x96').toString('base64') };
      const { socket, error, closed } = await refusal(await openLipsync(c), picture);
      c.check('LIP-21', error !== undefined, { title: 'It gets an error.', answer: socket });
      c.check('LIP-21', closed?.code === 1008, { title: 'The close has 1008.', answer: socket });
    },
  }),
  defineCase({
    id: 'lipsync.refusal/retired',
    title: 'After the retirement',
    requires: ['LIP-26'],
    ...refusedSync,
    date: '2026-06-01',
    async run(c: CaseContext) {
      const { socket, text, error, closed } = await refusal(await openLipsync(c));
      if (!c.target.control && socket.of('config_ack').length > 0)
        throw notApplicable('The target still serves LipSync Live, and the kit cannot set its day.');
      c.check('LIP-26', namesRetirement.test(text), {
        title: 'The error names the retirement.',
        answer: error ?? socket,
      });
      c.check('LIP-26', closed?.code === 1008, { title: 'The close has 1008.', answer: socket });
    },
  }),
  defineCase({
    id: 'lipsync.refusal/before-the-first-day',
    title: 'Before the first day',
    requires: ['LIP-27'],
    needs: ['date'],
    ...refusedSync,
    date: '2025-10-21',
    async run(c: CaseContext) {
      const socket = await openLipsync(c);
      c.check('LIP-27', socket.status === 404, {
        title: 'The upgrade answers 404.',
        expected: 404,
        got: socket.status,
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'lipsync.refusal/no-credits',
    title: 'An account without credits',
    requires: ['LIP-36'],
    needs: ['rules'],
    date: sync.date,
    deadlineMs: sync.deadlineMs,
    async run(c: CaseContext) {
      const reference = await configured(c);
      await reference.close();
      await c.control.setCredits(c.key, 0);
      const { socket, text, closed } = await refusal(await openLipsync(c));
      c.negative('LIP-36', {
        title: 'Without credits there is no session.',
        reached: true,
        refused: socket.of('config_ack').length === 0,
        because: /credit/i.test(text) && closed?.code === 1008,
        reason: 'the text speaks of credits and the close has 1008',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'lipsync.refusal/limit-of-sessions',
    title: 'One session beyond the limit',
    requires: ['LIP-37'],
    needs: ['rules'],
    ...sync,
    async run(c: CaseContext) {
      await c.control.setQuota(c.key, 1);
      const first = await configured(c);
      const { socket, error, closed } = await refusal(await openLipsync(c));
      c.negative('LIP-37', {
        title: 'The second session is refused.',
        reached: true,
        refused: socket.of('config_ack').length === 0,
        because: error !== undefined && closed?.code === 1013,
        reason: 'there is an error and the close has 1013',
        answer: socket,
      });
      sendPictures(first, smallPictures(chunkPictures));
      const result = await first.next('synced_result', { nth: chunkPictures });
      c.check('LIP-37', result !== undefined, { title: 'The first one goes on.', answer: first });
    },
  }),
];
