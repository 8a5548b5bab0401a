import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { notApplicable } from '../../engine/applicability.js';
import { generating } from './realtime-carry.js';
import { joinedStream, talk } from './realtime-steps.js';
import { mint } from './steps.js';

const emptyState = { type: 'set_image', image_data: null, prompt: null };

const activeSessions = async (c: CaseContext): Promise<unknown> =>
  (await c.http.get('/v1/realtime/quota')).field('active');

export const endCases = [
  defineCase({
    id: 'realtime.generation/capped-token',
    title: 'A token whose session has reached maxSessionDuration',
    requires: ['RT-49', 'RT-68', 'RT-69'],
    ...talk,
    cost: { gpuSeconds: 25, tokens: 1 },
    tags: ['media'],
    async run(c: CaseContext) {
      await c.target.control?.setQuota(c.key, 2);
      const before = await activeSessions(c);
      const constraints = { realtime: { maxSessionDuration: 10 } };
      const minted = await mint(c, { expiresIn: 300, constraints });
      c.precondition(minted.ok, `the mint answered ${minted.toString()}.`);
      const apiKey = String(minted.field('apiKey'));
      const socket = await generating(c, { apiKey });
      await c.wait(20_000);
      const reached = await socket.until(() => socket.of('error')[0], 5_000);
      c.precondition(reached !== undefined, `no error came at the limit: ${socket.toString()}.`);
      const closed = await socket.ended(5_000);
      c.check('RT-49', closed !== undefined, {
        title: 'The connection is closed after the error.',
        answer: socket,
      });
      c.precondition(closed !== undefined, 'the connection stayed open.');

      const again = await joinedStream(c, { apiKey });
      again.send(emptyState);
      const ack = await again.next('set_image_ack', { withinMs: c.timeouts.imageMs });
      await c.wait(10_000);
      await again.settle();
      const generated = [...again.of('generation_started'), ...again.of('generation_tick')];
      c.check('RT-68', ack?.field('success') === true && generated.length === 0, {
        title: 'A rejoin is acknowledged and does not generate.',
        answer: generated[0] ?? again,
      });
      if (typeof before !== 'number') return;
      const active = await activeSessions(c);
      c.check('RT-69', Number(active) <= before, {
        title: 'The slot of the session is free, also beside the rejoin.',
        expected: before,
        got: active,
      });
    },
  }),
  defineCase({
    id: 'realtime.join/nothing-applied',
    title: 'A join with nothing applied',
    requires: ['RT-88'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await joinedStream(c);
      await c.wait(5_000);
      await socket.settle();
      const early = [...socket.of('generation_started'), ...socket.of('generation_tick')];
      socket.send(emptyState);
      const started = await socket.next('generation_started', { withinMs: 2_000 });
      if (!started) throw notApplicable('Without media in the room nothing generates here.');
      c.check('RT-88', early.length === 0, {
        title: 'Nothing is generated before a state is applied.',
        answer: early[0] ?? socket,
      });
    },
  }),
];
