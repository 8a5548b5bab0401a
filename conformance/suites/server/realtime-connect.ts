import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { retired, unknownModel } from './catalogue.js';
import {
  admits,
  joinedStream,
  openStream,
  permanent,
  refusedOnly,
  talk,
  turnedAway,
} from './realtime-steps.js';
import { mint } from './steps.js';

/** Every character as %XX. */
const wholly = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

export const connectCases = [
  defineCase({
    id: 'realtime.connect/opens',
    title: 'A stream opens and answers pings',
    requires: ['RT-01', 'RT-36'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await openStream(c);
      const open = socket.status === 101;
      c.check('RT-01', open, {
        title: 'The upgrade answers 101.',
        expected: 101,
        got: socket.status,
        answer: socket,
      });
      c.precondition(open, 'the stream did not open.');
      c.check('RT-36', await socket.ping(), { title: 'A ping is answered.', answer: socket });
    },
  }),
  defineCase({
    id: 'realtime.connect/key-spellings',
    title: 'api_key in the spellings of the SDKs',
    requires: ['RT-37'],
    ...talk,
    async run(c: CaseContext) {
      for (const apiKey of [encodeURIComponent(c.key), wholly(c.key)]) {
        const admitted = await admits(c, { apiKey });
        c.check('RT-37', admitted, {
          title: `As ${apiKey.slice(0, 6)}... it is the same key.`,
          got: 'no room',
        });
      }
      const { control } = c.target;
      if (!control) return;
      const awkward = `${c.otherKey()}+/=`;
      await control.hold(awkward);
      await control.setQuota(awkward, 5);
      for (const [n, apiKey] of [encodeURIComponent(awkward), wholly(awkward)].entries()) {
        await joinedStream(c, { apiKey });
        const quota = await c.http.get('/v1/realtime/quota', {
          key: awkward,
        });
        c.check('RT-37', quota.field('active') === n + 1, {
          title: 'A key with +, / and = is the same as in the header.',
          expected: { active: n + 1 },
          answer: quota,
        });
      }
    },
  }),
  defineCase({
    id: 'realtime.connect/aliases',
    title: 'Aliases as model',
    requires: ['RT-33'],
    ...talk,
    async run(c: CaseContext) {
      for (const model of ['lucy-latest', 'lucy-vton-latest', 'lucy-restyle-latest', 'lucy-2.1']) {
        const admitted = await admits(c, { model });
        c.check('RT-33', admitted, { title: `${model} is accepted.`, got: 'no room' });
      }
    },
  }),
  defineCase({
    id: 'realtime.connect/token',
    title: 'A client token and its JWT as api_key',
    requires: ['RT-26'],
    ...talk,
    cost: { ...talk.cost, tokens: 1 },
    async run(c: CaseContext) {
      const minted = await mint(c, { expiresIn: 60 });
      c.precondition(minted.ok, `the mint answered ${minted.toString()}.`);
      const opaque = await admits(c, { apiKey: String(minted.field('apiKey')) });
      c.precondition(opaque, 'the token itself is not admitted.');
      const jwt = minted.field('token');
      c.precondition(typeof jwt === 'string', 'the mint answered no JWT, which is optional.');
      const admitted = await admits(c, { apiKey: jwt });
      c.check('RT-26', admitted, { title: 'The JWT is admitted as the token is.', got: 'no room' });
    },
  }),
  defineCase({
    id: 'realtime.refusal/bad-key',
    title: 'An unknown key',
    requires: ['RT-19', 'RT-23', 'RT-32'],
    ...refusedOnly,
    async run(c: CaseContext) {
      const { socket, refused, text, error } = await turnedAway(c, {
        apiKey: 'ek_thisKeyWasNeverMintedByAnybody',
      });
      c.check('RT-32', refused && error !== undefined, {
        title: 'An error message, then a close.',
        answer: socket,
      });
      c.check('RT-19', typeof error?.field('error') === 'string', {
        title: 'The text is in error.',
        answer: error ?? socket,
      });
      c.check('RT-23', permanent.test(text), {
        title: 'The text makes SDKs stop trying.',
        expected:
          'one of: invalid api key, unauthorized, 401, not allowed, permission denied, invalid session',
        answer: error ?? socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.refusal/retired-model',
    title: 'A retired model',
    requires: ['RT-20', 'RT-87'],
    ...refusedOnly,
    async run(c: CaseContext) {
      // Named, so that a server need not wait for the join to know what the client reads.
      const userAgent = 'decart-js-sdk/0.2.0 lang/js';
      const { socket, refused, words, error, closed } = await turnedAway(c, { model: retired, userAgent });
      c.check('RT-20', refused && /retired/i.test(words), {
        title: 'The text of an error, or the reason of the close, names the retirement.',
        answer: error ?? socket,
      });
      c.check('RT-87', error === undefined, {
        title: 'A client that joined by livekit_join gets no error message before the close.',
        answer: error ?? socket,
      });
      c.check('RT-20', closed?.code === 1008, {
        title: 'The close has 1008.',
        expected: 1008,
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.refusal/unknown-model',
    title: 'An unknown model',
    requires: ['RT-31'],
    ...refusedOnly,
    async run(c: CaseContext) {
      const { socket, refused, words } = await turnedAway(c, { model: unknownModel });
      c.check('RT-31', refused && words !== '', {
        title: 'A close, whose reason or error message says why.',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.refusal/no-credits',
    title: 'An account without credits',
    requires: ['RT-39'],
    needs: ['rules'],
    deadlineMs: talk.deadlineMs,
    async run(c: CaseContext) {
      const reached = await admits(c, {});
      await c.control.setCredits(c.key, 0);
      const { socket, refused, words, closed } = await turnedAway(c, {});
      c.negative('RT-39', {
        title: 'Without credits there is no session.',
        reached,
        refused,
        because: /credit/i.test(words) && closed?.code === 1008,
        reason: 'an error message or the reason speaks of credits, and the close has 1008',
        answer: socket,
      });
    },
  }),
];
