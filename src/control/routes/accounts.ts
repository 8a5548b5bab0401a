import { register } from '../../handles/register.js';
import { accountInput, creditsInput, quotaInput } from '../inputs.js';
import { ok, type ControlRoute } from '../route.js';
import { shortenedKey } from '../../contract/redaction/shortened-key.js';
import { creditsView, iso, stateView } from '../views.js';

export const accountRoutes: readonly ControlRoute[] = [
  {
    method: 'get',
    path: '/health',
    open: true,
    handle: ({ core: { world } }) => ok({ status: 'ok', seed: world.seed }),
  },
  {
    method: 'get',
    path: '/state',
    handle: async (call) => ok(await stateView(await call.account())),
  },
  {
    method: 'post',
    path: '/reset',
    handle: async (call) => {
      await (await call.account()).reset();
      return ok({ reset: 1 });
    },
  },
  {
    method: 'post',
    path: '/reset/all',
    handle: async ({ core: { world } }) => {
      const reset = world.accounts().length;
      await world.resetAll();
      return ok({ reset });
    },
  },
  {
    method: 'get',
    path: '/accounts',
    handle: async ({ core: { world } }) => {
      const accounts = world.accounts().map(async ({ key, organisation, clock, jobs, files }) => ({
        key: shortenedKey(key),
        organisation: organisation.id,
        now: iso(clock.now()),
        jobs: await jobs.count(),
        files: (await files.list()).length,
      }));
      return ok({ accounts: await Promise.all(accounts) });
    },
  },
  {
    method: 'post',
    path: '/accounts',
    handle: async (call) => {
      const { key, ...options } = call.body(accountInput);
      return { status: 201, json: await stateView(register(call.core, key, options)) };
    },
  },
  {
    method: 'get',
    path: '/credits',
    handle: async (call) => {
      const { credits, organisation } = await call.account();
      return ok(creditsView(credits, organisation));
    },
  },
  {
    method: 'put',
    path: '/credits',
    handle: async (call) => {
      const { balance, autoTopUp } = call.body(creditsInput);
      const { credits, organisation } = await call.account();
      if (autoTopUp !== undefined) credits.setAutoTopUp(autoTopUp);
      if (balance !== undefined) credits.set(balance);
      return ok(creditsView(credits, organisation));
    },
  },
  {
    method: 'get',
    path: '/credits/ledger',
    handle: async (call) => {
      const { credits, organisation } = await call.account();
      return ok({ organisation, lines: credits.ledger.map((line) => ({ ...line, at: iso(line.at) })) });
    },
  },
  {
    method: 'get',
    path: '/quota',
    handle: async (call) => ok((await call.account()).quota.view()),
  },
  {
    method: 'put',
    path: '/quota',
    handle: async (call) => {
      const { maxConcurrentSessions } = call.body(quotaInput);
      const { quota } = await call.account();
      quota.set(maxConcurrentSessions);
      return ok(quota.view());
    },
  },
];
