import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { CaseAbort } from '../../engine/case-abort.js';
import { candidate, offerSdp, openStream, talk } from './realtime-steps.js';

export const directCases = [
  defineCase({
    id: 'realtime.direct/handshake',
    title: 'State, offer, answer and candidates on one socket',
    requires: ['RT-40', 'RT-41', 'RT-42', 'RT-43'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await openStream(c);
      c.precondition(socket.status === 101, `the stream was not opened: ${socket.toString()}.`);
      socket.send({ type: 'set_image', image_data: null, prompt: null });
      const ack = await socket.next('set_image_ack', { withinMs: c.timeouts.imageMs });
      c.check('RT-40', ack?.field('success') === true, {
        title: 'Pass through is acknowledged before the offer.',
        answer: ack ?? socket,
      });
      c.precondition(
        ack !== undefined,
        'without the ack a client of this generation does not send its offer.',
      );
      // A candidate may overtake the offer on its way out of a browser.
      socket.send({ type: 'ice-candidate', candidate });
      socket.send({ type: 'offer', sdp: offerSdp });
      socket.send({ type: 'ice-candidate', candidate: null });
      const answer = await socket.next('answer');
      if (!answer && !c.target.control)
        throw new CaseAbort(
          'not-supported',
          `No answer to an offer: direct sessions may be over. ${socket.toString()}`,
        );
      c.check('RT-41', /^v=0/.test(answer?.text('sdp') ?? ''), {
        title: 'An offer gets an answer with sdp.',
        answer: answer ?? socket,
      });
      c.precondition(answer !== undefined, 'there is no answer.');
      await socket.settle();
      const early = socket.of('ice-candidate').filter(({ position }) => position < answer.position);
      c.check('RT-42', early.length === 0, {
        title: 'No candidate precedes the answer.',
        answer: early[0] ?? answer,
      });
      const identity = socket.of('session_id')[0];
      const [id, ip, port] = ['session_id', 'server_ip', 'server_port'].map((name) => identity?.field(name));
      const complete = typeof id === 'string' && typeof ip === 'string' && Number.isInteger(port);
      c.check('RT-43', complete, {
        title: 'session_id carries session_id, server_ip and a whole server_port.',
        answer: identity ?? socket,
      });
    },
  }),
];
