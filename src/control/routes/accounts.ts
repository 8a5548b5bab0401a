import { register } from '../../handles/register.js';
import { accountViews, resetAll } from '../../handles/state-view.js';
import { accountInput, creditsInput, paceInput, quotaInput } from '../../handles/inputs.js';
import { permissionsInput } from '../../handles/permission-inputs.js';
import { jsonRoute } from '../json-route.js';
import type { ControlRoute } from '../route.js';

export const accountRoutes: readonly ControlRoute[] = [
  jsonRoute('get', '/health', async ({ core: { world } }) => ({ status: 'ok', seed: world.seed }), {
    open: true,
  }),
  jsonRoute('get', '/state', async (call) => (await call.account()).state()),
  jsonRoute('post', '/reset', async (call) => ({ reset: await (await call.account()).reset() })),
  jsonRoute('post', '/reset/all', async ({ core: { world } }) => ({ reset: await resetAll(world) })),
  jsonRoute('get', '/accounts', async ({ core: { world } }) => ({ accounts: await accountViews(world) })),
  jsonRoute(
    'post',
    '/accounts',
    async (call) => {
      const { key, ...options } = call.body(accountInput);
      return (await register(call.core, key, options)).state();
    },
    { status: 201 },
  ),
  jsonRoute('get', '/credits', async (call) => (await call.account()).credits.get()),
  jsonRoute('put', '/credits', async (call) => {
    const input = call.body(creditsInput);
    return (await call.account()).credits.set(input);
  }),
  jsonRoute('get', '/credits/ledger', async (call) => {
    const { credits } = await call.account();
    const { organisation } = await credits.get();
    return { organisation, lines: await credits.ledger() };
  }),
  jsonRoute('get', '/permissions', async (call) => (await call.account()).permissions.get()),
  jsonRoute('put', '/permissions', async (call) => {
    const input = call.body(permissionsInput);
    return (await call.account()).permissions.set(input);
  }),
  jsonRoute('get', '/quota', async (call) => (await call.account()).quota.get()),
  jsonRoute('put', '/quota', async (call) => {
    const { maxConcurrentSessions } = call.body(quotaInput);
    return (await call.account()).quota.set(maxConcurrentSessions);
  }),
  jsonRoute('get', '/pace', async (call) => (await call.account()).pace.get()),
  jsonRoute('put', '/pace', async (call) => {
    const { pace } = call.body(paceInput);
    return (await call.account()).pace.set(pace);
  }),
];
