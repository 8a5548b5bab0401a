import { notApplicable } from '../../engine/applicability.js';
import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Socket } from '../../traffic/socket.js';
import { answersPrompts, soundOfferSdp, talk } from './realtime-steps.js';

const path = '/v1/live_avatar/stream';
/** A day on which Live Avatar was served there. */
const avatar = { ...talk, date: '2026-01-10' } as const;

/** A PNG of one grey pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4AWPoAQAAjgCND/FbxwAAAABJRU5ErkJggg==';

/** Opens the path of Live Avatar. A server that does not serve it now is not judged. */
async function openAvatar(c: CaseContext, model: string | undefined): Promise<Socket> {
  const named = model === undefined ? '' : `&model=${model}`;
  const socket = await c.sockets.open(path, { query: `api_key=${encodeURIComponent(c.key)}${named}` });
  if (!c.target.control && socket.status !== 101)
    throw notApplicable(`Live Avatar is not served at ${path} now: ${socket.toString()}.`);
  return socket;
}

export const avatarCases = [
  defineCase({
    id: 'realtime.avatar/path',
    title: 'The path of Live Avatar, without a model',
    requires: ['RT-84'],
    ...avatar,
    async run(c: CaseContext) {
      const named = await openAvatar(c, 'live_avatar');
      c.precondition(await answersPrompts(named, 'A friendly face'), 'with its model it is not admitted.');
      c.created('session', 'live_avatar with its model');
      const bare = await openAvatar(c, undefined);
      c.check('RT-84', await answersPrompts(bare, 'A friendly face'), {
        title: 'Without a model the session answers a prompt.',
        answer: bare,
      });
    },
  }),
  defineCase({
    id: 'realtime.avatar/picture',
    title: 'The picture of a live avatar, before any offer',
    requires: ['RT-85'],
    ...avatar,
    async run(c: CaseContext) {
      const socket = await openAvatar(c, 'live_avatar');
      c.precondition(socket.status === 101, `the stream was not opened: ${socket.toString()}.`);
      c.created('session', 'live_avatar');
      socket.send({ type: 'set_image', image_data: pixel });
      const ack = await socket.next('set_image_ack', { withinMs: c.timeouts.imageMs });
      c.check('RT-85', ack?.field('success') === true, {
        title: 'set_image is acknowledged, and nothing was offered.',
        answer: ack ?? socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.avatar/media',
    title: 'The media of a live avatar',
    requires: ['RT-86'],
    ...avatar,
    async run(c: CaseContext) {
      const socket = await openAvatar(c, 'live_avatar');
      c.precondition(socket.status === 101, `the stream was not opened: ${socket.toString()}.`);
      c.created('session', 'live_avatar');
      socket.send({ type: 'set_image', image_data: pixel });
      socket.send({ type: 'offer', sdp: soundOfferSdp });
      const answer = await socket.next('answer');
      c.precondition(answer !== undefined, 'there is no answer.');
      const [, video = '', audio = ''] = answer.text('sdp').split(/^m=/m);
      c.precondition(/^\w+ [1-9]/.test(video), 'the answer rejects the media, so this server simulates it.');
      c.check('RT-86', /^a=sendonly/m.test(video), { title: 'Video is sent.', answer });
      c.check('RT-86', /^a=sendrecv/m.test(audio), { title: 'Audio goes both ways.', answer });
      const [first, second] = [video, audio].map((section) => /^a=msid:(\S+)/m.exec(section)?.[1]);
      c.check('RT-86', first !== undefined && first === second, {
        title: 'Both sections name the same stream.',
        expected: 'the same a=msid',
        got: [first, second],
        answer,
      });
    },
  }),
];
