import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { joinedStream, talk } from './realtime-steps.js';
import { is4xx } from './steps.js';

/** As SDKs send it: an empty body, with or without a content type. */
const empty = (type?: string) => ({ bytes: '', ...(type === undefined ? {} : { type }) });

export const roomCases = [
  defineCase({
    id: 'realtime.watch/credentials',
    title: 'Credentials for watch-stream',
    requires: ['RT-60', 'RT-61', 'RT-62'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await joinedStream(c);
      const room = String(socket.of('livekit_room_info')[0]?.field('room_name'));
      const path = `/watch-stream/${encodeURIComponent(room)}`;
      const plain = await c.http.post(path);
      const complete = ['livekit_url', 'token', 'room_name'].every(
        (name) => typeof plain.field(name) === 'string' && plain.field(name) !== '',
      );
      c.check('RT-60', plain.status === 200 && complete, {
        title: 'livekit_url, token and room_name are present.',
        answer: plain,
      });
      c.check('RT-60', plain.field('room_name') === room, {
        title: 'room_name is that of the session.',
        expected: room,
        answer: plain,
      });
      for (const type of ['application/json', 'application/octet-stream']) {
        const answer = await c.http.post(path, empty(type));
        c.check('RT-61', answer.status === 200, {
          title: `An empty body of ${type} is accepted.`,
          expected: 200,
          answer,
        });
      }
      const missing = await c.http.post(path, empty('application/json'), { key: null });
      c.check('RT-62', missing.status === 422, {
        title: 'Without a key it answers 422.',
        expected: 422,
        answer: missing,
      });
    },
  }),
  defineCase({
    id: 'realtime.watch/unknown-room',
    title: 'An unknown room',
    requires: ['RT-63'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await c.http.post('/watch-stream/room-that-never-was', empty('application/json'));
      c.check('RT-63', answer.status === 404, { title: 'It answers 404.', expected: 404, answer });
    },
  }),
  defineCase({
    id: 'realtime.tickets/life',
    title: 'A ticket of the managed queue',
    requires: ['RT-65', 'RT-67', 'TIM-09'],
    needs: ['rules'],
    async run(c: CaseContext) {
      const take = () => c.http.post(queue, undefined, asQueue(c));
      await c.control.setQuota(c.key, 1);
      const granted = await take();
      const waiting = await take();
      for (const answer of [granted, waiting]) {
        const shape =
          typeof answer.field('ticketId') === 'string' &&
          ['waiting', 'granted'].includes(String(answer.field('state'))) &&
          Number.isInteger(answer.field('position')) &&
          Number.isInteger(answer.field('queueSize'));
        c.check('RT-65', answer.ok && shape, { title: 'ticketId, state, position and queueSize.', answer });
      }
      const states = [granted.field('state'), waiting.field('state')];
      c.check('RT-65', states[0] === 'granted' && states[1] === 'waiting', {
        title: 'With one slot, the first ticket is granted and the second waits.',
        got: states,
      });
      const at = `${queue}/${String(granted.field('ticketId'))}/poll`;
      const poll = () => c.http.post(at, undefined, { key: null });
      const left = (await poll()).field('claimSecondsLeft');
      c.check('TIM-09', typeof left === 'number' && left > 40 && left <= 46, {
        title: 'It can be claimed for about 45 seconds.',
        expected: 45,
        got: left,
      });
      await c.wait(40_000);
      const late = await poll();
      c.check('TIM-09', late.ok, { title: 'After 40 s it can still be claimed.', answer: late });
      await c.wait(10_000);
      const gone = await poll();
      c.negative('RT-67', {
        title: 'A poll of an expired ticket answers 410.',
        reached: late.ok,
        refused: is4xx(gone),
        because: gone.status === 410,
        reason: 'it is gone: 410',
        answer: gone,
      });
    },
  }),
  defineCase({
    id: 'realtime.tickets/full',
    title: 'A full queue',
    requires: ['RT-66'],
    needs: ['rules'],
    async run(c: CaseContext) {
      const reached = (await c.http.post(queue, undefined, asQueue(c))).ok;
      await c.control.rule(c.key, {
        operation: 'tickets.create',
        effect: { type: 'error', code: 'queue_full' },
      });
      const answer = await c.http.post(queue, undefined, asQueue(c));
      c.negative('RT-66', {
        title: 'It says so.',
        reached,
        refused: answer.status === 429,
        because: answer.field('error') === 'queue_full',
        reason: 'the queue is full',
        answer,
      });
    },
  }),
];

const queue = '/v1/queues/kit/tickets';

/** The queue has its own key, in its own header. */
const asQueue = (c: CaseContext) => ({ key: null, headers: { 'x-queue-key': c.key } });
