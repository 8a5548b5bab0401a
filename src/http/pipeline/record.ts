import type { ApiError } from '../../contract/errors.js';
import type { RenderedMedia } from '../../media/job-results/types.js';
import { promptWarnings } from '../../world/rules/magic-warnings.js';
import type { Answer } from './answer.js';
import type { Exchange, IdentifiedExchange, Outcome } from './exchange.js';
import type { Form } from './form.js';

/** Reports an exchange to the account's journal: the request, the answer, and what shaped it. */
export function record(exchange: IdentifiedExchange, { answer, error }: Outcome): void {
  const { account, spec, request, json, form, facts } = exchange;
  const { journal, settings } = account;
  settings.requestCounter.add(spec.name, answer.status);
  const warnings = warningsOf(exchange, answer);
  for (const warning of warnings) account.report(warning);
  journal.add({
    kind: 'http',
    operation: spec.name,
    method: request.method,
    path: request.path,
    status: answer.status,
    error: error?.code,
    advice: error?.advice,
    rules: exchange.effects.length > 0 ? firedNames(exchange) : undefined,
    model: answer.model ?? facts.model,
    jobId: answer.jobId ?? facts.jobId,
    sessionId: answer.sessionId,
    request: form ? describeForm(form) : json,
    response: answer.media ? describeMedia(answer.media) : (answer.json ?? answer.text),
    detail: detailOf(answer.note ?? answer.media?.note ?? error?.note, warnings),
  });
}

const none: readonly string[] = [];

/** Almost no request has one, so that no list is made for the others. */
function warningsOf({ spec, facts, warnings, form }: Exchange, { warning }: Answer): readonly string[] {
  const aboutPrompt = promptWarnings(facts.prompt, spec.name);
  const aboutForm = form?.warnings ?? none;
  if (warning === undefined && aboutPrompt.length + warnings.length + aboutForm.length === 0) return none;
  return [...aboutPrompt, ...warnings, ...aboutForm, ...(warning === undefined ? none : [warning])];
}

/** Reports an exchange whose caller is not known: without a key, or with a refused one. */
export function recordUnattributed(
  { context, spec, request }: Exchange,
  { answer, error }: Pick<Outcome, 'answer'> & { readonly error: ApiError },
): void {
  context.world.unattributed.refused(spec.name, request, error, { status: answer.status });
}

/** The rules' effects come first, one a rule. */
const firedNames = ({ rules, effects }: Exchange): readonly string[] => [
  ...rules,
  ...effects.slice(rules.length).map(({ type }) => `magic:${type}`),
];

const detailOf = (note: string | undefined, warnings: readonly string[]) =>
  note === undefined && warnings.length === 0
    ? undefined
    : { ...(note !== undefined && { note }), ...(warnings.length > 0 && { warnings }) };

const describeMedia = ({ mime, size }: RenderedMedia) => ({ mime, size });

function describeForm({ texts, files }: Form): Record<string, unknown> {
  const described = Object.entries(files).map(([field, parts]) => [
    field,
    parts.map(({ filename, mime, blob }) => ({ filename, mime, size: blob.size })),
  ]);
  return { ...texts, ...(Object.fromEntries(described) as Record<string, unknown>) };
}
