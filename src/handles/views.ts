import type {
  ClockView,
  CreditsView,
  EntryView,
  FileView,
  JobView,
  LedgerLineView,
  PermissionsView,
  RuleView,
  SessionView,
  TimerView,
  TokenView,
} from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import type { SessionRecord } from '../world/accounts/sessions.js';
import type { LedgerLine } from '../world/billing/credits.js';
import type { StoredFile } from '../world/files/files.js';
import type { Job, Jobs } from '../world/jobs/jobs.js';
import type { JournalEntry } from '../world/journal/journal.js';
import type { Rule } from '../world/rules/types.js';
import type { PendingTimer } from '../world/time/timer-queue.js';
import type { ClientToken, TokenOptions } from '../world/tokens/tokens.js';

/**
 * State as control.openapi.yaml describes it. Each view names its fields one by one and has the generated type, so a
 * field that the contract lacks, or that a view lacks, fails to compile.
 */

/** A record that is spread into a view. One with a field that the view lacks fails to compile. */
export type Within<
  View,
  T extends { readonly [Field in keyof T]: Field extends keyof View ? unknown : never },
> = T;

/** ISO text in UTC. */
export const iso = (at: number): string => new Date(at).toISOString();

export const timerView = ({ at, label }: PendingTimer): TimerView => ({ at: iso(at), label });

export const clockView = (clock: Account['clock']): ClockView => ({
  mode: clock.mode,
  rate: clock.rate,
  now: iso(clock.now()),
  pending: clock.pending.map(timerView),
});

export const ruleView = ({ id, operation, match, when, effect, matched, fired }: Rule): RuleView => ({
  id,
  operation,
  ...(match && { match }),
  ...(when && { when }),
  effect,
  matched,
  fired,
  unused: fired === 0,
});

export const entryView = ({ at, ...entry }: Within<EntryView, JournalEntry>): EntryView => ({
  ...entry,
  at: iso(at),
});

export const creditsView = ({ id, credits }: Account['organisation']): CreditsView => ({
  organisation: id,
  available: credits.available(),
  balance: credits.balance(),
  reserved: credits.reserved(),
  autoTopUp: credits.autoTopUp ?? null,
});

export const permissionsView = ({ id, permissions }: Account['organisation']): PermissionsView => ({
  organisation: id,
  ...permissions.view(),
});

export const ledgerLineView = ({ at, kind, amount, available, for: cause }: LedgerLine): LedgerLineView => ({
  at: iso(at),
  kind,
  amount,
  available,
  ...(cause !== undefined && { for: cause }),
});

export function jobView(jobs: Jobs, job: Job): JobView {
  const { id, submittedAt, plan } = job;
  const { model, requestedModel, prompt, seed } = job.input;
  return {
    id,
    status: jobs.status(job),
    model,
    requestedModel,
    prompt,
    seed,
    submittedAt: iso(submittedAt),
    stages: plan.map(({ status, at }) => ({ status, at: iso(submittedAt + at) })),
  };
}

export const fileView = ({ id, upload, createdAt, expiresAt }: StoredFile): FileView => ({
  id,
  filename: upload.filename,
  mime: upload.mime,
  size: upload.blob.size,
  createdAt: iso(createdAt),
  expiresAt: expiresAt === null ? null : iso(expiresAt),
});

export function tokenView({ apiKey, jwt, createdAt, expiresAt, cappedAt, ...token }: ClientToken): TokenView {
  const options: Within<TokenView, TokenOptions> = token.options;
  const at = {
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    ...(cappedAt !== undefined && { cappedAt: iso(cappedAt) }),
  };
  return { apiKey, ...(jwt !== undefined && { jwt }), ...at, ...options };
}

export const sessionView = (session: SessionRecord): SessionView => {
  const { id, model, dialect, stage, seconds, credits, startedAt, capped, endedAt, endReason } = session;
  return {
    id,
    model,
    ...(dialect && { dialect }),
    stage,
    seconds,
    credits,
    startedAt: iso(startedAt),
    ...(capped && { capped }),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    ...(endReason !== undefined && { endReason }),
  };
};
