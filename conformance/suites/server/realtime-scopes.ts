import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { admits, answersPrompts, joinedStream, talk, turnedAway } from './realtime-steps.js';
import { mint } from './steps.js';

const withToken = { ...talk, cost: { ...talk.cost, tokens: 1 } };

async function token(c: CaseContext, options: object): Promise<string> {
  const minted = await mint(c, options);
  c.precondition(minted.ok, `the mint answered ${minted.toString()}.`);
  return String(minted.field('apiKey'));
}

export const scopeCases = [
  defineCase({
    id: 'realtime.scope/origins',
    title: 'A token for one origin',
    requires: ['RT-22'],
    ...withToken,
    async run(c: CaseContext) {
      const allowed = 'https://app.example.com';
      const apiKey = await token(c, { expiresIn: 300, allowedOrigins: [allowed] });
      const reached = await admits(c, { apiKey, origin: allowed });
      const others = [
        'https://evil.example.com',
        'http://app.example.com',
        'https://app.example.com:8443',
        'https://app.example.com.evil.example',
        'https://APP.example.com',
        'https://app.example.com:443',
        'https://app.example.com/',
        'null',
      ];
      for (const origin of others) {
        const { socket, refused, text } = await turnedAway(c, { apiKey, origin });
        c.negative('RT-22', {
          title: `A connection from ${origin} is refused.`,
          reached,
          refused,
          because: /origin not allowed/i.test(text),
          reason: 'the text says "Origin not allowed"',
          answer: socket,
        });
      }
    },
  }),
  defineCase({
    id: 'realtime.scope/models',
    title: 'A token for one model',
    requires: ['RT-24'],
    ...withToken,
    async run(c: CaseContext) {
      const apiKey = await token(c, { expiresIn: 300, allowedModels: ['lucy-2.5'] });
      const reached = await admits(c, { apiKey, model: 'lucy-2.5' });
      const { socket, refused, text } = await turnedAway(c, { apiKey, model: 'lucy-restyle-2' });
      c.negative('RT-24', {
        title: 'Another model is refused.',
        reached,
        refused,
        because: !/expired|invalid api key|retired|unknown/i.test(text),
        reason: 'the token and the model are valid separately',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.scope/account',
    title: 'An account without a model',
    requires: ['RT-95', 'RT-96'],
    needs: ['permissions'],
    ...talk,
    async run(c: CaseContext) {
      await c.target.control?.setAllowedModels(c.key, ['lucy-2.5']);
      const reached = await admits(c, { model: 'lucy-latest' });
      const { socket, refused, text, closed } = await turnedAway(c, { model: 'lucy-restyle-2' });
      c.negative('RT-95', {
        title: 'Another model is refused on the open socket.',
        reached,
        refused: refused && socket.status === 101,
        because: text === 'Model not permitted',
        reason: 'the error is "Model not permitted"',
        answer: socket,
      });
      c.check('RT-96', refused && closed?.code !== 1008, {
        title: 'The close has another code than 1008.',
        got: closed,
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.scope/expired',
    title: 'An expired token, and a session that began before it expired',
    requires: ['RT-25', 'TIM-10'],
    ...withToken,
    async run(c: CaseContext) {
      const apiKey = await token(c, { expiresIn: 10 });
      const running = await joinedStream(c, { apiKey });
      await c.wait(12_000);
      const { socket, refused, text } = await turnedAway(c, { apiKey });
      c.negative('RT-25', {
        title: 'An expired token cannot connect.',
        reached: true,
        refused,
        because: /expired|unauthorized|invalid/i.test(text),
        reason: 'the text speaks of the key',
        answer: socket,
      });
      c.check('TIM-10', refused && (await answersPrompts(running, 'still here')), {
        title: 'The running session still acknowledges a prompt.',
        answer: running,
      });
    },
  }),
];
