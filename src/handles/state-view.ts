import type { AccountView, StateView } from '../contract/control-types.js';
import { shortenedKey } from '../contract/redaction/shortened-key.js';
import type { Account } from '../world/accounts/account.js';
import type { World } from '../world/world.js';
import { clockView, creditsView, iso, permissionsView } from './views.js';

/** An account in figures. */
export async function stateView(account: Account): Promise<StateView> {
  const { clock, organisation, rules, journal } = account;
  const [jobs, files, tokens] = await Promise.all([
    account.jobs.list(),
    account.files.list(),
    account.tokens.list(),
  ]);
  const sessions = account.sessions.list();
  const now = clock.now();
  const byStatus = { pending: 0, processing: 0, completed: 0, failed: 0 };
  for (const job of jobs) byStatus[account.jobs.status(job)]++;
  return {
    organisation: organisation.id,
    keyName: account.keyName,
    clock: clockView(clock),
    catalogueDate: iso(account.catalogueDate()),
    jobs: { total: jobs.length, ...byStatus },
    files: { total: files.length, bytes: files.reduce((sum, { upload }) => sum + upload.blob.size, 0) },
    tokens: { total: tokens.length, expired: tokens.filter(({ expiresAt }) => expiresAt <= now).length },
    sessions: {
      total: sessions.length,
      running: sessions.filter(({ endedAt }) => endedAt === undefined).length,
    },
    rules: { total: rules.list().length, unused: rules.unused().length },
    journal: { total: journal.count() },
    credits: creditsView(organisation),
    quota: organisation.quota.view(),
    permissions: permissionsView(organisation),
  };
}

/** The accounts in memory, most recently used last. Long keys are shortened. */
export function accountViews(world: World): Promise<readonly AccountView[]> {
  const views = world
    .accounts()
    .map(async ({ key, organisation, clock, jobs, files }): Promise<AccountView> => ({
      key: shortenedKey(key),
      organisation: organisation.id,
      now: iso(clock.now()),
      jobs: await jobs.count(),
      files: (await files.list()).length,
    }));
  return Promise.all(views);
}

/** Drops all accounts. @returns how many there were */
export async function resetAll(world: World): Promise<number> {
  const count = world.accounts().length;
  await world.resetAll();
  return count;
}
