import { advanceInput, clockInput } from '../../handles/inputs.js';
import { jsonRoute } from '../json-route.js';
import type { ControlRoute } from '../route.js';

export const clockRoutes: readonly ControlRoute[] = [
  jsonRoute('get', '/clock', async (call) => (await call.account()).clock.get()),
  jsonRoute('put', '/clock', async (call) => {
    const input = call.body(clockInput);
    return (await call.account()).clock.set(input);
  }),
  jsonRoute('post', '/clock/advance', async (call) => {
    const input = call.body(advanceInput);
    const { clock } = await call.account();
    return 'by' in input ? clock.advance(input.by) : clock.advanceTo(input.to);
  }),
  jsonRoute('post', '/clock/next', async (call) => (await call.account()).clock.next()),
];
