import { redactText } from '../../contract/redaction/redact-text.js';
import { redact, redactName, redactTerm } from '../../contract/redaction/redact-value.js';
import type { Striker } from '../../contract/redaction/strike.js';
import type { JournalEntry, NewJournalEntry } from './types.js';

/** Bytes kept of the names of rules and magic values: a prompt may hold hundreds of thousands. */
const MAX_RULES_BYTES = 4_000;
/** Bytes kept of `detail`: ten warnings and a note fit. */
const MAX_DETAIL_BYTES = 8_000;

/** An entry with an estimate of the bytes that its client-sized parts take. */
export interface WeighedEntry {
  readonly entry: JournalEntry;
  readonly bytes: number;
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

/** Where an entry goes: its number and time, how long its bodies may be, and the credentials of its sender. */
export interface EntryTerms {
  readonly seq: number;
  readonly at: number;
  /** Limits request and response. */
  readonly bodyBytes: number;
  readonly own: Striker | undefined;
}

/** Redacts and cuts every text of an entry. */
export function redactEntry(draft: NewJournalEntry, terms: EntryTerms): WeighedEntry {
  const { bodyBytes, own } = terms;
  const entry = beginning(draft, terms);
  let bytes = entry.path?.length ?? 0;
  // Field by field, not spread together: this runs for every request, and spreading took more than the rest of it.
  if (draft.error !== undefined) entry.error = redactName(draft.error);
  if (draft.advice !== undefined) entry.advice = redactText(draft.advice);
  if (draft.rules !== undefined && draft.rules.length > 0) {
    const rules = redact(draft.rules, MAX_RULES_BYTES, own);
    entry.rules = rules.value as readonly string[];
    bytes += rules.bytes;
  }
  if (draft.model !== undefined) bytes += (entry.model = redactName(draft.model, own)).length;
  if (draft.jobId !== undefined) bytes += (entry.jobId = redactName(draft.jobId, own)).length;
  if (draft.sessionId !== undefined) bytes += (entry.sessionId = redactName(draft.sessionId, own)).length;
  if (draft.request !== undefined) {
    const request = redact(draft.request, bodyBytes, own);
    entry.request = request.value;
    bytes += request.bytes;
  }
  if (draft.response !== undefined) {
    const response = redact(draft.response, bodyBytes, own);
    entry.response = response.value;
    bytes += response.bytes;
  }
  if (draft.detail !== undefined) {
    const detail = redact(draft.detail, MAX_DETAIL_BYTES, own);
    entry.detail = detail.value as Readonly<Record<string, unknown>>;
    bytes += detail.bytes;
  }
  return { entry, bytes };
}

/** One literal for an HTTP exchange, which V8 lays out in one piece. */
function beginning(draft: NewJournalEntry, { seq, at, own }: EntryTerms): Writable<JournalEntry> {
  const { kind, method, status } = draft;
  const operation = redactTerm(draft.operation);
  const path = draft.path === undefined ? undefined : redactText(own?.strike(draft.path) ?? draft.path);
  if (method !== undefined && path !== undefined && status !== undefined)
    return { seq, at, kind, operation, method: redactTerm(method), path, status };
  const entry: Writable<JournalEntry> = { seq, at, kind, operation };
  if (method !== undefined) entry.method = redactTerm(method);
  if (path !== undefined) entry.path = path;
  if (status !== undefined) entry.status = status;
  return entry;
}
