import type { Account } from '../world/account.js';
import type { NewJournalEntry } from '../world/journal.js';
import type { Effect } from '../world/rules/effects.js';
import type { HttpOperation } from '../world/rules/operations.js';
import type { CallFacts } from '../world/rules/rules.js';
import { redact, redactText } from '../world/redact.js';
import type { Form } from './form.js';
import type { Input, Outcome } from './operation.js';

/** Writes an exchange into the account's journal: what was asked, what was answered, and why. */
export function record(
  operation: HttpOperation,
  account: Account,
  { request, json, form }: Input,
  facts: CallFacts,
  { answer, error }: Outcome,
  rules: readonly string[],
  effects: readonly Effect[],
): void {
  const limit = account.settings.limits.journalBodyBytes;
  const body = form ? describeForm(form) : json;
  const jobId = answer.jobId ?? facts.jobId;
  const model = answer.model ?? facts.model;
  const magic = effects.slice(rules.length).map(({ type }) => `magic:${type}`);
  const fired = rules.length + magic.length > 0 ? [...rules, ...magic] : undefined;
  const requestBody = body === undefined ? undefined : redact(body, limit);
  const responseBody = answer.media
    ? { mime: answer.media.mime, size: answer.media.size }
    : redact(answer.json ?? answer.text, limit);
  const note = answer.note ?? answer.media?.note;
  const entry: NewJournalEntry = {
    kind: 'http',
    operation,
    method: request.method,
    path: redactText(request.path),
    status: answer.status,
    ...(error && { error: error.code, advice: error.row.advice }),
    ...(fired && { rules: fired }),
    ...(model !== undefined && { model: redactText(model) }),
    ...(jobId !== undefined && { jobId: redactText(jobId) }),
    ...(answer.sessionId !== undefined && { sessionId: answer.sessionId }),
    ...(requestBody !== undefined && { request: requestBody.value }),
    ...(responseBody !== undefined && {
      response: 'mime' in responseBody ? responseBody : responseBody.value,
    }),
    ...(note !== undefined && { detail: { note } }),
  };
  account.journal.add(
    entry,
    (requestBody?.bytes ?? 0) + (responseBody && 'bytes' in responseBody ? responseBody.bytes : 64),
  );
}

function describeForm({ texts, files }: Form): Record<string, unknown> {
  const described = Object.entries(files).map(([field, parts]) => [
    field,
    parts.map(({ filename, mime, blob }) => ({ filename, mime, size: blob.size })),
  ]);
  return { ...texts, ...(Object.fromEntries(described) as Record<string, unknown>) };
}
