import type { SoakClient } from './client.js';

/** Reads every part of an account through the control API. */
export async function reads(client: SoakClient): Promise<void> {
  const key = client.key();
  const paths = [
    'state',
    'clock',
    'credits',
    'credits/ledger',
    'quota',
    'permissions',
    'pace',
    'rules',
    'files',
  ];
  const more = [
    'tokens',
    'sessions',
    'catalogue',
    'journal?limit=20',
    'journal/count?operation=jobs.*',
    'jobs',
  ];
  for (const path of [...paths, ...more]) await client.call('control read', `/_mock/${path}`, { key });
  for (const path of ['', 'accounts', 'metrics', 'inspector', 'inspector?all'])
    await client.call('control read', `/_mock/${path}`);
}

/** Adds rules, lets one fire, and takes them away. */
export async function rules(client: SoakClient): Promise<void> {
  const key = `${client.key()}_rules`;
  const rule = { operation: 'quota.get', when: { nth: 1 }, effect: { type: 'error', code: 'at_capacity' } };
  await client.call('rules.add', '/_mock/rules', { method: 'POST', key, json: rule, expect: [201] });
  await client.call('rules.fire', '/v1/realtime/quota', { key, expect: [200, 503] });
  await client.call('rules.clear', '/_mock/rules', { method: 'DELETE', key });
}

/** Saves an account and loads it under another key. */
export async function snapshot(client: SoakClient): Promise<void> {
  const { body, status } = await client.call('snapshot.save', '/_mock/snapshot', { key: client.key() });
  if (status !== 200) return;
  const headers = { 'content-type': 'application/json' };
  const key = `${client.key()}_copy`;
  await client.call('snapshot.load', '/_mock/snapshot', { method: 'PUT', key, headers, body });
  await client.call('reset', '/_mock/reset', { method: 'POST', key });
}

export async function reset(client: SoakClient): Promise<void> {
  await client.reset(client.key());
}

/** What the server holds, over all accounts. */
export interface Held {
  readonly accounts: number;
  readonly jobs: number;
  readonly files: number;
  readonly running: number;
}

export async function held(client: SoakClient, keys: readonly string[]): Promise<Held> {
  const { json } = await client.call('accounts', '/_mock/accounts');
  const accounts = json['accounts'] as readonly { jobs: number; files: number }[];
  let running = 0;
  for (const key of keys) {
    const { json: state } = await client.call('state', '/_mock/state', { key });
    running += (state['sessions'] as { running: number } | undefined)?.running ?? 0;
  }
  const sum = (of: (account: { jobs: number; files: number }) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0);
  return {
    accounts: accounts.length,
    jobs: sum(({ jobs }) => jobs),
    files: sum(({ files }) => files),
    running,
  };
}
