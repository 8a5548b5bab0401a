import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { picture } from '../fixtures/media.js';
import { joinedStream, openStream, talk } from './realtime-steps.js';

const prompt = { type: 'prompt', prompt: 'Make it snow', enhance_prompt: false };
const passThrough = { type: 'set_image', image_data: null, prompt: null };

/** The joins that SDKs send, each with the ack of its initial state. */
const spellings: { name: string; join: object; ack?: string }[] = [
  { name: 'bare', join: {} },
  { name: 'initial_state null', join: { initial_state: null } },
  { name: 'initial_state with a prompt', join: { initial_state: prompt }, ack: 'prompt_ack' },
  {
    name: 'initial_state with a null picture',
    join: { initial_state: { type: 'set_image', image_data: null } },
    ack: 'set_image_ack',
  },
  { name: 'initial_state with nothing in it', join: { initial_state: passThrough }, ack: 'set_image_ack' },
  { name: 'passthrough true', join: { passthrough: true } },
  { name: 'passthrough false', join: { passthrough: false } },
  { name: 'client_capabilities', join: { passthrough: true, client_capabilities: { frame_timing: true } } },
];

export const joinCases = [
  defineCase({
    id: 'realtime.join/room-info',
    title: 'A join is answered with a room',
    requires: ['RT-02', 'RT-03', 'RT-04', 'RT-30', 'RT-38', 'TIM-03'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await openStream(c);
      c.precondition(socket.status === 101, `the stream was not opened: ${socket.toString()}.`);
      const began = c.now();
      socket.send({ type: 'livekit_join', passthrough: true });
      const info = await socket.next('livekit_room_info');
      const first = info ?? socket.of('queue_position')[0];
      c.check('TIM-03', first !== undefined && first.at - began < 15_000, {
        title: 'Room info or a queue position comes within 15 s.',
        answer: first ?? socket,
      });
      c.check('RT-02', info !== undefined, {
        title: 'The join is answered by livekit_room_info.',
        answer: socket,
      });
      c.precondition(info !== undefined, 'the join got no room.');
      await socket.settle();
      c.check('RT-02', socket.of('livekit_room_info').length === 1, {
        title: 'One join gets one room info.',
        expected: 1,
        got: socket.of('livekit_room_info').length,
      });
      const filled = (name: string) => typeof info.field(name) === 'string' && info.field(name) !== '';
      const complete = ['livekit_url', 'token', 'room_name'].every(filled);
      c.check('RT-03', complete && /^wss?:\/\//.test(info.text('livekit_url')), {
        title: 'livekit_url is a WebSocket URL; token and room_name are there.',
        answer: info,
      });
      const latin1 = [...info.text('room_name')].every((letter) => letter.charCodeAt(0) < 256);
      c.check('RT-03', latin1, { title: 'room_name is Latin-1, as SDKs put it through btoa.', answer: info });
      c.check('RT-04', filled('session_id'), { title: 'session_id is present.', answer: info });
    },
  }),
  defineCase({
    id: 'realtime.join/session-id',
    title: 'session_id beside the room info, in May 2026',
    requires: ['RT-97'],
    needs: ['date'],
    ...talk,
    date: '2026-05-29',
    async run(c: CaseContext) {
      const socket = await joinedStream(c, { model: 'lucy-2.1' });
      const message = await socket.next('session_id');
      const id = socket.of('livekit_room_info')[0]?.field('session_id');
      c.check('RT-97', message !== undefined, { title: 'session_id comes.', answer: socket });
      c.check('RT-97', message?.field('session_id') === id, {
        title: 'It has the id of the room info.',
        expected: id,
        answer: message ?? socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.join/spellings',
    title: 'The join in every spelling of the SDKs',
    requires: ['RT-06'],
    ...talk,
    cost: { gpuSeconds: 5 * spellings.length },
    async run(c: CaseContext) {
      for (const { name, join, ack } of spellings) {
        const socket = await openStream(c);
        socket.send({ type: 'livekit_join', ...join });
        const info = await socket.next('livekit_room_info');
        c.check('RT-06', info !== undefined, { title: `${name}: a room.`, answer: socket });
        if (info) c.created('session', info.text('session_id'));
        if (ack !== undefined && info) {
          const acked = await socket.next(ack);
          c.check('RT-06', acked?.field('success') === true, {
            title: `${name}: an ack.`,
            answer: acked ?? socket,
          });
        }
        await socket.close();
      }
    },
  }),
  defineCase({
    id: 'realtime.join/does-not-wait',
    title: 'Room info before the announced initial state',
    requires: ['RT-05'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await openStream(c);
      c.precondition(socket.status === 101, `the stream was not opened: ${socket.toString()}.`);
      socket.send({ type: 'livekit_join', passthrough: false });
      const info = await socket.next('livekit_room_info');
      c.check('RT-05', info !== undefined, {
        title: 'Room info is sent before the picture arrives.',
        answer: socket,
      });
      c.precondition(info !== undefined, 'the join got no room.');
      c.created('session', info.text('session_id'));
      socket.send({ type: 'set_image', image_data: Buffer.from(picture()).toString('base64') });
      const ack = await socket.next('set_image_ack', { withinMs: c.timeouts.imageMs });
      c.check('RT-05', ack?.field('success') === true, {
        title: 'The picture is acknowledged while the room is still empty.',
        answer: ack ?? socket,
      });
    },
  }),
];
