import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import {
  chunkPictures,
  config,
  configured,
  openLipsync,
  requireServed,
  results,
  sendPictures,
  sendSound,
  slowChunkBytes,
  smallPictures,
  soundOfAll,
  sync,
} from './lipsync-steps.js';
import { tone } from '../fixtures/sound.js';
import { mint } from './steps.js';

export const lipsyncConnectCases = [
  defineCase({
    id: 'lipsync.config/ack',
    title: 'A socket opens, and config is acknowledged first',
    requires: ['LIP-01', 'LIP-02', 'LIP-03', 'LIP-35'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await openLipsync(c);
      socket.send(config());
      const ack = await socket.next('config_ack');
      requireServed(c, socket);
      const open = socket.status === 101;
      c.check('LIP-01', open, { title: 'The upgrade answers 101.', got: socket.status, answer: socket });
      c.precondition(open, 'the socket did not open.');
      c.created('session', 'LipSync Live');
      c.check('LIP-03', ack !== undefined, { title: 'config gets config_ack.', answer: socket });
      c.precondition(ack !== undefined, 'there is no config_ack.');
      c.check('LIP-02', ack.position === 0, {
        title: 'Nothing comes before config_ack.',
        answer: socket.messages[0] ?? socket,
      });
      c.check('LIP-35', await socket.ping(), { title: 'A ping is answered.', answer: socket });
    },
  }),
  defineCase({
    id: 'lipsync.config/second',
    title: 'A second config with another pace',
    requires: ['LIP-30'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c, 25);
      socket.send(config(8));
      const second = await socket.next('config_ack', { nth: 2 });
      c.check('LIP-30', second !== undefined, { title: 'It is acknowledged again.', answer: socket });
      sendSound(socket, tone(slowChunkBytes));
      sendPictures(socket, smallPictures(chunkPictures));
      const got = soundOfAll(await results(c, socket, chunkPictures)).length;
      c.check('LIP-30', got === slowChunkBytes, {
        title: 'The sound of 16 pictures has the length of the new pace.',
        expected: slowChunkBytes,
        got,
      });
    },
  }),
  defineCase({
    id: 'lipsync.config/out-of-range',
    title: 'A pace that no video has',
    requires: ['LIP-34'],
    ...sync,
    async run(c: CaseContext) {
      const reference = await configured(c);
      await reference.close();
      const socket = await openLipsync(c);
      const paces = [0, 61];
      for (const fps of paces) socket.send(config(fps));
      await socket.next('error', { nth: paces.length });
      const refused = socket.of('error').length === paces.length && socket.of('config_ack').length === 0;
      c.check('LIP-34', refused, {
        title: 'video_fps 0 and 61 get an error each, and no config_ack.',
        answer: socket,
      });
      socket.send(config(60));
      const ack = await socket.next('config_ack');
      c.check('LIP-34', ack !== undefined, {
        title: 'A config of 60 then opens the session.',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'lipsync.connect/token',
    title: 'A client token as api_key',
    requires: ['LIP-28'],
    ...sync,
    cost: { ...sync.cost, tokens: 1 },
    async run(c: CaseContext) {
      const reference = await configured(c);
      await reference.close();
      const minted = await mint(c, { expiresIn: 60 });
      c.precondition(minted.ok, `the mint answered ${minted.toString()}.`);
      const socket = await openLipsync(c, String(minted.field('apiKey')));
      socket.send(config());
      const ack = await socket.next('config_ack');
      c.check('LIP-28', ack !== undefined, { title: 'The token opens a session.', answer: socket });
    },
  }),
  defineCase({
    id: 'lipsync.connect/plain-key',
    title: 'A key with a plus sign, not encoded',
    requires: ['LIP-39'],
    needs: ['accounts', 'date'],
    ...sync,
    async run(c: CaseContext) {
      const reference = await configured(c);
      await reference.close();
      const key = `${c.otherKey()}+x`;
      await c.control.hold(key);
      await c.control.setCatalogueDate(key, sync.date);
      const socket = await openLipsync(c, key);
      socket.send(config());
      const ack = await socket.next('config_ack');
      c.check('LIP-39', ack !== undefined, { title: 'The key opens a session.', answer: socket });
    },
  }),
  defineCase({
    id: 'lipsync.connect/idle',
    title: 'A socket without input',
    requires: ['LIP-38'],
    needs: ['clock'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      await c.wait(55_000);
      const early = socket.closed;
      await c.wait(10_000);
      const closed = await socket.ended();
      c.check('LIP-38', !early && closed?.code === 1000, {
        title: 'After 60 seconds, and no earlier, it is closed with 1000.',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'lipsync.messages/unknown-type',
    title: 'A message of an unknown type',
    requires: ['LIP-29'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      socket.send({ type: 'telemetry', fps: 24.9 });
      sendPictures(socket, smallPictures(chunkPictures));
      await socket.next('synced_result', { nth: chunkPictures });
      const goesOn = socket.of('error').length === 0 && !socket.closed;
      c.check('LIP-29', goesOn, { title: 'It gets no error, and the socket stays open.', answer: socket });
    },
  }),
  defineCase({
    id: 'lipsync.messages/unreadable',
    title: 'A frame that is not JSON, and a binary one',
    requires: ['LIP-33'],
    ...sync,
    async run(c: CaseContext) {
      const socket = await configured(c);
      socket.send('hello');
      socket.send(new Uint8Array([1, 2, 3]));
      await socket.next('error', { nth: 2 });
      const errors = socket.of('error').length;
      c.check('LIP-33', errors === 2, { title: 'Each gets an error.', expected: 2, got: errors });
      sendPictures(socket, smallPictures(chunkPictures));
      const last = await socket.next('synced_result', { nth: chunkPictures });
      c.check('LIP-33', last !== undefined, { title: 'Pictures still come back.', answer: socket });
    },
  }),
];
