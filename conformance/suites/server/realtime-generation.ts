import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Socket } from '../../traffic/socket.js';
import { generating } from './realtime-carry.js';
import { talk } from './realtime-steps.js';
import { mint } from './steps.js';

const seconds = (socket: Socket) => socket.of('generation_tick').map((tick) => tick.field('seconds'));

const reasons = ['disconnect', 'timeout', 'moderation_violation', 'error', 'insufficient_credits'];

/** After these JavaScript SDK 0.2 does not connect again. */
const terminalReasons = ['moderation_violation', 'insufficient_credits'];

export const generationCases = [
  defineCase({
    id: 'realtime.generation/ticks',
    title: 'Seconds of a generation',
    requires: ['RT-15', 'RT-16'],
    ...talk,
    cost: { gpuSeconds: 12 },
    tags: ['media'],
    async run(c: CaseContext) {
      const socket = await generating(c);
      await c.wait(6_000);
      await socket.next('generation_tick', { nth: 3 });
      const ticks = seconds(socket);
      c.precondition(ticks.length >= 2, `in six seconds there were ${ticks.length} ticks.`);
      const started = socket.of('generation_started')[0];
      const first = socket.of('generation_tick')[0];
      c.check('RT-15', started !== undefined && started.position < (first?.position ?? 0), {
        title: 'generation_started comes before the first tick.',
        got: socket.messages.map(({ type }) => type).join(', '),
      });
      c.check('RT-16', ticks.every(Number.isInteger), { title: 'Seconds are whole.', got: ticks });
      const rising = ticks.every((tick, n) => n === 0 || Number(tick) >= Number(ticks[n - 1]));
      c.check('RT-16', rising && Number(ticks.at(-1)) > Number(ticks[0]), {
        title: 'Seconds are cumulative and never decrease.',
        got: ticks,
      });
    },
  }),
  defineCase({
    id: 'realtime.generation/duration-limit',
    title: 'A token with maxSessionDuration',
    requires: ['RT-27', 'TIM-08'],
    ...talk,
    cost: { gpuSeconds: 25, tokens: 1 },
    tags: ['media'],
    async run(c: CaseContext) {
      const limit = 10;
      const constraints = { realtime: { maxSessionDuration: limit } };
      const minted = await mint(c, { expiresIn: 300, constraints });
      c.precondition(minted.ok, `the mint answered ${minted.toString()}.`);
      const socket = await generating(c, { apiKey: String(minted.field('apiKey')) });
      await c.wait(9_000);
      const early = await socket.until(() => socket.of('error')[0], 200);
      c.check('TIM-08', !early, { title: 'The session does not end early.', answer: early ?? socket });
      await c.wait(11_000);
      const limitError = await socket.until(
        () => socket.of('error').find((error) => /session duration limit/i.test(error.text('error'))),
        5_000,
      );
      c.check('RT-27', limitError !== undefined, {
        title: 'An error says that the limit is reached.',
        answer: limitError ?? socket,
      });
      const before = seconds(socket).length;
      await c.wait(5_000);
      if (!socket.closed) await socket.settle();
      const after = seconds(socket);
      c.check('RT-27', after.length === before, {
        title: 'No tick follows.',
        expected: before,
        got: after.length,
      });
      c.check('TIM-08', after.length > 0 && Number(after.at(-1)) <= limit + 5, {
        title: 'The last tick is at most a few seconds beyond the limit.',
        expected: `${limit} to ${limit + 5}`,
        got: after.at(-1),
      });
    },
  }),
  defineCase({
    id: 'realtime.generation/ends',
    title: 'A generation that the server ends',
    requires: ['RT-17', 'RT-18', 'RT-48'],
    needs: ['rules'],
    ...talk,
    cost: { gpuSeconds: 10 },
    tags: ['media'],
    async run(c: CaseContext) {
      await c.control.setCredits(c.key, 10);
      const socket = await generating(c);
      await c.wait(12_000);
      const ended = await socket.next('generation_ended', { withinMs: 5_000 });
      c.precondition(ended !== undefined, `no generation_ended came without credits: ${socket.toString()}.`);
      c.check('RT-18', reasons.includes(String(ended.field('reason'))), {
        title: 'The reason is one of five words.',
        expected: reasons,
        answer: ended,
      });
      await c.wait(3_000);
      if (terminalReasons.includes(String(ended.field('reason'))))
        c.check('RT-48', (await socket.ended(3_000)) !== undefined, {
          title: 'A close follows a terminal reason.',
          answer: ended,
        });
      if (!socket.closed) await socket.settle();
      const late = socket.of('generation_tick').filter(({ position }) => position > ended.position);
      c.check('RT-17', late.length === 0, {
        title: 'No tick follows the end.',
        got: late.join(' '),
        answer: ended,
      });
    },
  }),
];
