import type { Account } from '../../world/accounts/account.js';
import type { JournalEntry } from '../../world/journal/journal.js';
import type { RenderedMedia } from '../../media/job-results/types.js';
import type { Effect } from '../../world/rules/effects/effect.js';
import type { HttpOperation } from '../../world/rules/operations.js';
import type { CallFacts } from '../../world/rules/types.js';
import { redact, redactName, redactPath } from '../../world/journal/redact.js';
import { promptWarnings } from '../../world/rules/magic-warnings.js';
import type { Form } from './form.js';
import type { Input, Outcome } from './operation.js';

/** What is told of the names of rules and magic values: a prompt may ask for hundreds of thousands. */
const MAX_FIRED_BYTES = 4_000;

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
  const { journal, settings } = account;
  settings.requestCounter.add(operation, answer.status);
  const limit = settings.limits.journalBodyBytes;
  const path = redactPath(request.path);
  const jobId = nameOf(answer.jobId ?? facts.jobId);
  const model = nameOf(answer.model ?? facts.model);
  const note = answer.note ?? answer.media?.note ?? error?.note;
  const misspelt = promptWarnings(facts.prompt, operation);
  const warnings = answer.warning === undefined ? misspelt : [...misspelt, answer.warning];
  for (const warning of warnings) settings.warnings.report(warning);
  const asked = redact(form ? describeForm(form) : json, limit);
  const told = redact(answer.media ? sizeOf(answer.media) : (answer.json ?? answer.text), limit);
  const fired = effects.length > 0 ? redact(firedNames(rules, effects), MAX_FIRED_BYTES) : undefined;
  const write = (seq: number, at: number): JournalEntry => {
    // Field by field, not spread together: this runs for every request, and spreading took more than the rest of it.
    const entry: Writable<JournalEntry> = {
      seq,
      at,
      kind: 'http',
      operation,
      method: request.method,
      path,
      status: answer.status,
    };
    if (error) {
      entry.error = error.code;
      entry.advice = error.advice;
    }
    if (fired) entry.rules = fired.value as readonly string[];
    if (model !== undefined) entry.model = model;
    if (jobId !== undefined) entry.jobId = jobId;
    if (answer.sessionId !== undefined) entry.sessionId = answer.sessionId;
    if (asked) entry.request = asked.value;
    if (told) entry.response = told.value;
    if (note !== undefined || warnings.length > 0)
      entry.detail = { ...(note !== undefined && { note }), ...(warnings.length > 0 && { warnings }) };
    return entry;
  };
  const names = path.length + (model?.length ?? 0) + (jobId?.length ?? 0);
  journal.write(write, names + (asked?.bytes ?? 0) + (told?.bytes ?? 0) + (fired?.bytes ?? 0));
}

const nameOf = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : redactName(name);

/** The rules' effects come first, one a rule. */
const firedNames = (rules: readonly string[], effects: readonly Effect[]): readonly string[] => [
  ...rules,
  ...effects.slice(rules.length).map(({ type }) => `magic:${type}`),
];

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

const sizeOf = ({ mime, size }: RenderedMedia) => ({ mime, size });

function describeForm({ texts, files }: Form): Record<string, unknown> {
  const described = Object.entries(files).map(([field, parts]) => [
    field,
    parts.map(({ filename, mime, blob }) => ({ filename, mime, size: blob.size })),
  ]);
  return { ...texts, ...(Object.fromEntries(described) as Record<string, unknown>) };
}
