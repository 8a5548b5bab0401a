import { advanceInput, clockInput } from '../inputs.js';
import { ok, type ControlRoute } from '../route.js';
import { clockView, timerView } from '../views.js';

export const clockRoutes: readonly ControlRoute[] = [
  {
    method: 'get',
    path: '/clock',
    handle: async (call) => ok(clockView((await call.account()).clock)),
  },
  {
    method: 'put',
    path: '/clock',
    handle: async (call) => {
      const { mode, rate } = call.body(clockInput);
      const { clock } = await call.account();
      clock.setMode(mode, rate);
      return ok(clockView(clock));
    },
  },
  {
    method: 'post',
    path: '/clock/advance',
    handle: async (call) => {
      const input = call.body(advanceInput);
      const { clock } = await call.account();
      const { fired, count } =
        'by' in input ? await clock.advance(input.by) : await clock.advanceTo(input.to);
      return ok({ ...clockView(clock), fired: fired.map(timerView), count });
    },
  },
  {
    method: 'post',
    path: '/clock/next',
    handle: async (call) => {
      const { clock } = await call.account();
      const fired = await clock.next();
      return ok({ ...clockView(clock), fired: fired ? [timerView(fired)] : [], count: fired ? 1 : 0 });
    },
  },
];
