import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { answersPrompts, joinedStream, talk } from './realtime-steps.js';

export const promptLengthCases = [
  defineCase({
    id: 'realtime.prompt/too-long',
    title: 'A prompt of a thousand characters',
    requires: ['RT-34'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await joinedStream(c);
      const fits = await answersPrompts(socket, 'x'.repeat(700));
      c.precondition(fits, 'a prompt of 700 characters is not acknowledged.');
      const prompt = 'y'.repeat(1_000);
      socket.send({ type: 'prompt', prompt });
      const answer = await socket.until(() => socket.of('prompt_ack')[1] ?? socket.of('error')[0], 15_000);
      const text = answer?.text('error') ?? '';
      c.check('RT-34', /\d{3}/.test(text), {
        title: 'It is refused with a text that contains the limit.',
        answer: answer ?? socket,
      });
      c.check('RT-34', await answersPrompts(socket, 'go on'), {
        title: 'The session continues.',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.prompt/too-long-for-try-on',
    title: 'A try-on prompt of four hundred words',
    requires: ['RT-47'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await joinedStream(c, { model: 'lucy-vton-latest' });
      const fits = await answersPrompts(socket, 'red '.repeat(100));
      c.precondition(fits, 'a prompt of a hundred words is not acknowledged.');
      socket.send({ type: 'prompt', prompt: 'red '.repeat(400) });
      const answer = await socket.until(() => socket.of('prompt_ack')[1] ?? socket.of('error')[0], 15_000);
      c.check('RT-47', /\d{3}/.test(answer?.text('error') ?? ''), {
        title: 'It is refused with a text that contains the limit.',
        answer: answer ?? socket,
      });
    },
  }),
];
