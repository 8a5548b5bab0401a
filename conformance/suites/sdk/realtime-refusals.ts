import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { base, connect, on, sockets } from './realtime-steps.js';
import { describeCall } from './steps.js';

export const refusalCases: readonly SdkCase[] = [
  {
    ...base,
    id: 'realtime.refusal/permanent-is-final',
    title: 'A bad key ends the attempt: no second connection follows.',
    requires: ['RT-74'],
    needsControl: true,
    run: async (s: SdkContext) => {
      await s.control.addRule({
        operation: 'realtime.connect',
        effect: { type: 'close', code: 1008, reason: 'Invalid API key', message: 'Invalid API key' },
      });
      const refused = await connect(s);
      await s.pause(2500);
      s.negative('RT-74', {
        title: 'It fails.',
        reached: sockets(s).length > 0,
        refused: !refused.ok,
        because: /invalid api key/i.test(refused.error?.message ?? ''),
        reason: `the key is bad (received: ${describeCall(refused)})`,
      });
      s.check('RT-74', sockets(s).length === 1, {
        title: 'It is tried once.',
        expected: 1,
        got: sockets(s).length,
      });
    },
  },
  {
    ...base,
    id: 'realtime.refusal/backs-off-when-full',
    title: 'After a close with 1013 the next attempts are spaced out, and the last succeeds.',
    requires: ['RT-75', 'TIM-42'],
    needsControl: true,
    run: async (s: SdkContext) => {
      await s.control.addRule({
        operation: 'realtime.connect',
        when: { first: 2 },
        effect: {
          type: 'close',
          code: 1013,
          reason: 'Try Again Later',
          message: 'The session cannot start now.',
        },
      });
      const called = await connect(s);
      const at = sockets(s).map(({ atMs }) => atMs);
      s.precondition(at.length > 1, `the SDK did not try again: ${describeCall(called)}`);
      const gaps = at.slice(1).map((each, n) => Math.round(each - (at[n] ?? 0)));
      s.check('RT-75', Math.min(...gaps) >= 900, {
        title: 'At least one second passes between attempts.',
        got: `${gaps.join(', ')} ms`,
      });
      s.check(
        'TIM-42',
        gaps.every((gap, n) => gap >= (gaps[n - 1] ?? 0) * 0.9),
        {
          title: 'The delays grow.',
          got: `${gaps.join(', ')} ms`,
        },
      );
      if (called.handle !== undefined) await on(s, called.handle, 'realtime.disconnect');
    },
  },
  {
    ...base,
    id: 'realtime.queue/waits-beyond-the-handshake',
    title: 'In the waiting queue the client stays longer than the 15 seconds of the handshake.',
    requires: ['TIM-43'],
    needsControl: true,
    run: async (s: SdkContext) => {
      await s.control.addRule({
        operation: 'realtime.join',
        effect: { type: 'queue', position: 2, size: 5, everyMs: 4000, forMs: 18_000 },
      });
      // A client that leaves the queue may start over without end; the traffic shows that at once.
      const left = () => sockets(s)[0]?.closed?.by === 'client';
      const called = await connect(s, {}, left);
      const { closed, atMs = 0 } = sockets(s)[0] ?? {};
      s.check('TIM-43', called.ok && called.ms > 17_000 && sockets(s).length === 1, {
        title: 'It joins on the connection it queued on.',
        got: closed
          ? `The client closed its place in the queue after about ${Math.round((closed.atMs - atMs) / 5000) * 5} s`
          : describeCall(called),
      });
      if (called.handle !== undefined) await on(s, called.handle, 'realtime.disconnect');
    },
  },
];
