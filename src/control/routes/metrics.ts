import type { World } from '../../world/world.js';
import type { ControlRoute } from '../route.js';

/** Metrics of the process for Prometheus: sums over all accounts, never with a key as a label. */
export const metricsRoute: ControlRoute = {
  method: 'get',
  path: '/metrics',
  handle: async ({ core: { world } }) => {
    const { register } = await gather(world);
    return { type: register.contentType, text: await register.metrics() };
  },
};

/** Collected on demand, so that a request costs only a counter. */
async function gather(world: World) {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const register = new Registry();
  const registers = [register];
  const gauge = (name: string, help: string): InstanceType<typeof Gauge> =>
    new Gauge({ name: `decart_mock_${name}`, help, registers });

  const requests = new Counter({
    name: 'decart_mock_requests_total',
    help: 'HTTP requests answered, by operation and status.',
    labelNames: ['operation', 'status'],
    registers,
  });
  for (const { operation, status, count } of world.requestCounter.list())
    requests.inc({ operation, status }, count);

  const accounts = world.accounts();
  gauge('accounts', 'Accounts in memory.').set(accounts.length);

  const evicted = new Counter({
    name: 'decart_mock_accounts_evicted_total',
    help: 'Accounts forgotten because too many keys were in use, by whether they had jobs, sessions or files.',
    labelNames: ['work'],
    registers,
  });
  evicted.inc({ work: 'no' }, world.evictions.idle);
  evicted.inc({ work: 'yes' }, world.evictions.working);

  const jobs = new Gauge({
    name: 'decart_mock_jobs',
    help: 'Jobs kept, by status.',
    labelNames: ['status'],
    registers,
  });
  for (const status of ['pending', 'processing', 'completed', 'failed']) jobs.set({ status }, 0);
  for (const account of accounts)
    for (const job of await account.jobs.list()) jobs.inc({ status: account.jobs.status(job) });

  const sessions = accounts.reduce((sum, account) => sum + account.sessions.active, 0);
  gauge('sessions', 'Running realtime sessions.').set(sessions);

  const money = world.organisations().map(({ credits }) => credits);
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  gauge('credits_available', 'Credits available, of all organisations.').set(
    sum(money.map((credits) => credits.available())),
  );
  gauge('credits_reserved', 'Credits reserved for running jobs, of all organisations.').set(
    sum(money.map((credits) => credits.reserved())),
  );
  return { register };
}
