import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Socket } from '../../traffic/socket.js';
import { notApplicable } from '../../engine/applicability.js';
import {
  admits,
  answersPrompts,
  joinedStream,
  openStream,
  refusedOnly,
  talk,
  turnedAway,
} from './realtime-steps.js';

/** The most sessions that a case opens to fill an account without a control API. */
const mostSessions = 5;

/** A longer time to wait is given in another unit than seconds. */
const mostRetrySeconds = 600;

/** Opens sessions up to the quota. On a mock server the quota is set to one. */
async function fill(c: CaseContext): Promise<[Socket, ...Socket[]]> {
  await c.target.control?.setQuota(c.key, 1);
  const quota = await c.http.get('/v1/realtime/quota');
  const remaining = quota.field('remaining');
  if (typeof remaining !== 'number' || remaining > mostSessions) {
    throw notApplicable(`The account has no small limit of sessions: ${quota.toString()}`);
  }
  const first = await joinedStream(c);
  const others: Socket[] = [];
  while (others.length < remaining - 1) others.push(await joinedStream(c));
  return [first, ...others];
}

/** Seconds until a session is admitted again, tried each `stepMs`; Infinity beyond `mostMs`. */
async function freeAfter(c: CaseContext, stepMs: number, mostMs: number): Promise<number> {
  for (let ms = 0; ms <= mostMs; ms += stepMs) {
    const quota = await c.http.get('/v1/realtime/quota');
    if (Number(quota.field('remaining')) > 0 && (await admits(c, {}))) return ms / 1000;
    await c.wait(stepMs);
  }
  return Infinity;
}

export const quotaCases = [
  defineCase({
    id: 'realtime.quota/limit',
    title: 'One session beyond the quota',
    requires: ['RT-21', 'RT-29', 'RT-45', 'TIM-06'],
    ...talk,
    async run(c: CaseContext) {
      const [first] = await fill(c);
      const quota = await c.http.get('/v1/realtime/quota');
      c.check('RT-45', Number(quota.field('active')) >= 1 && quota.field('remaining') === 0, {
        title: 'The quota counts running sessions.',
        answer: quota,
      });
      const { socket, refused, text, error, closed } = await turnedAway(c, {});
      const isReported = refused && text === 'Concurrent session limit reached.';
      c.check('RT-21', isReported, {
        title: 'The error is "Concurrent session limit reached."',
        expected: 'Concurrent session limit reached.',
        answer: error ?? socket,
      });
      c.check('RT-21', closed?.code === 1013, {
        title: 'The close has 1013.',
        expected: 1013,
        answer: socket,
      });
      c.check('RT-29', refused && (await answersPrompts(first, 'still here')), {
        title: 'The running session still acknowledges a prompt.',
        answer: first,
      });
      await first.close();
      const seconds = await freeAfter(c, 1_000, 30_000);
      c.check('TIM-06', seconds <= 10, {
        title: 'After a clean end the slot is free.',
        expected: 'about 5 s',
        got: `${seconds} s`,
      });
    },
  }),
  defineCase({
    id: 'realtime.quota/lost-connection',
    title: 'A session whose connection is lost',
    requires: ['TIM-07'],
    ...talk,
    async run(c: CaseContext) {
      const [first] = await fill(c);
      await first.drop();
      const seconds = await freeAfter(c, 5_000, 120_000);
      c.check('TIM-07', seconds <= 60, {
        title: 'The slot becomes free.',
        expected: 'about 45 s',
        got: `${seconds} s`,
      });
    },
  }),
  defineCase({
    id: 'realtime.capacity/refused',
    title: 'A server without capacity',
    requires: ['RT-98', 'RT-99'],
    // A live service cannot be filled for a test.
    needs: ['rules'],
    deadlineMs: refusedOnly.deadlineMs,
    async run(c: CaseContext) {
      const effect = { type: 'error', code: 'at_capacity' };
      await c.control.rule(c.key, { operation: 'realtime.connect', when: { first: 1 }, effect });
      const { socket, refused, text, error, closed } = await turnedAway(c, {});
      c.precondition(refused, `the connection was not refused: ${socket.toString()}.`);
      const [type, seconds] = [error?.field('error_type'), error?.field('retry_after')];
      const isTimed = typeof seconds === 'number' && seconds > 0 && seconds <= mostRetrySeconds;
      c.check('RT-98', /at capacity/i.test(text) && type === 'capacity' && isTimed, {
        title: 'The error has error_type capacity and retry_after.',
        expected: '"at capacity" in its text, error_type "capacity", and retry_after in seconds',
        answer: error ?? socket,
      });
      c.check('RT-99', closed?.code === 1013 && closed.reason === 'Try Again Later', {
        title: 'The close is 1013 Try Again Later.',
        expected: '1013 Try Again Later',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.queue/positions',
    title: 'Waiting in the queue',
    requires: ['RT-28'],
    needs: ['rules'],
    deadlineMs: talk.deadlineMs,
    async run(c: CaseContext) {
      const queue = { type: 'queue', position: 2, size: 3, everyMs: 5_000, forMs: 10_000 };
      await c.control.rule(c.key, { operation: 'realtime.join', effect: queue });
      const socket = await openStream(c);
      socket.send({ type: 'livekit_join', passthrough: true });
      const first = await socket.next('queue_position');
      c.precondition(first !== undefined, `no queue_position came: ${socket.toString()}.`);
      await c.wait(15_000);
      const info = await socket.next('livekit_room_info');
      c.precondition(info !== undefined, 'the wait did not end.');
      for (const message of socket.of('queue_position')) {
        const [position, size] = [message.field('position'), message.field('queue_size')];
        const whole =
          Number.isInteger(position) && Number.isInteger(size) && Number(position) <= Number(size);
        c.check('RT-28', whole, {
          title: 'position and queue_size are integers and consistent.',
          answer: message,
        });
      }
    },
  }),
];
