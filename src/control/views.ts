import type { ClockHandle } from '../handles/clock-handle.js';
import type { FileView, JobView, MockAccount } from '../handles/mock-account.js';
import type { CreditsHandle } from '../handles/money-handles.js';
import type { PendingTimer } from '../world/time/timer-queue.js';
import type { JournalEntry } from '../world/journal/journal.js';
import type { SessionRecord } from '../world/accounts/sessions.js';
import type { Rule } from '../world/rules/types.js';

/** Answers of the control API. Times are ISO text in UTC. */

export const iso = (at: number): string => new Date(at).toISOString();

export const timerView = ({ at, label }: PendingTimer) => ({ at: iso(at), label });

export const clockView = (clock: ClockHandle) => ({
  mode: clock.mode,
  rate: clock.rate,
  now: iso(clock.now()),
  pending: clock.pending.map(timerView),
});

export const ruleView = (rule: Rule) => ({ ...rule, unused: rule.fired === 0 });

export const entryView = (entry: JournalEntry) => ({ ...entry, at: iso(entry.at) });

export const creditsView = (credits: CreditsHandle, organisation: string) => ({
  organisation,
  available: credits.available,
  balance: credits.balance,
  reserved: credits.reserved,
  autoTopUp: credits.autoTopUp,
});

export const jobView = ({ submittedAt, stages, ...job }: JobView) => ({
  ...job,
  submittedAt: iso(submittedAt),
  stages: stages.map(({ status, at }) => ({ status, at: iso(at) })),
});

export const fileView = ({ createdAt, expiresAt, ...file }: FileView) => ({
  ...file,
  createdAt: iso(createdAt),
  expiresAt: expiresAt === null ? null : iso(expiresAt),
});

export const sessionView = ({ startedAt, endedAt, ...session }: SessionRecord) => ({
  ...session,
  startedAt: iso(startedAt),
  ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
});

/** An account in figures. */
export async function stateView(account: MockAccount) {
  const [jobs, files, tokens] = await Promise.all([account.jobs(), account.files(), account.tokens()]);
  const sessions = account.sessions();
  const now = account.clock.now();
  const byStatus = { pending: 0, processing: 0, completed: 0, failed: 0 };
  for (const { status } of jobs) byStatus[status]++;
  return {
    organisation: account.organisation,
    clock: clockView(account.clock),
    catalogueDate: iso(account.catalogueDate),
    jobs: { total: jobs.length, ...byStatus },
    files: { total: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) },
    tokens: { total: tokens.length, expired: tokens.filter(({ expiresAt }) => expiresAt <= now).length },
    sessions: {
      total: sessions.length,
      running: sessions.filter(({ endedAt }) => endedAt === undefined).length,
    },
    rules: { total: account.rules.list().length, unused: account.rules.unused().length },
    journal: { total: account.journal.count() },
    credits: creditsView(account.credits, account.organisation),
    quota: account.quota.view(),
  };
}
