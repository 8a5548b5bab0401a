/** The rules for our OpenAPI documents: those of the linter, and our own. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import {
  bodyExamples,
  follow,
  grades,
  messages,
  operations,
  type Body,
  type Document,
} from './evidence-document.js';

function evidenceGaps(document: Document): string[] {
  const answers = operations(document).flatMap(({ operation }) =>
    Object.entries(operation.responses).map(
      ([status, answer]) =>
        [`${operation.operationId ?? '?'} ${status}`, follow(document, answer)['x-evidence']] as const,
    ),
  );
  const messageEvidence = messages(document).map(([name, schema]) => [name, schema['x-evidence']] as const);
  return [...answers, ...messageEvidence].flatMap(([subject, evidence]) => {
    if (!evidence) return [`${subject} has no x-evidence.`];
    if (!grades.includes(evidence.grade))
      return [`${subject} has an unknown grade: ${String(evidence.grade)}.`];
    if (!evidence.source) return [`${subject} names no source in x-evidence.`];
    if (evidence.grade === 'observed' && !evidence.date)
      return [`${subject} is graded observed without a date.`];
    return [];
  });
}

/** Every request body, every successful answer with a body and every message needs an example. */
function exampleGaps(document: Document): string[] {
  const gaps: string[] = [];
  for (const { operation, parameters } of operations(document)) {
    const name = operation.operationId ?? '?';
    const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
      ([type, body]): [string, Body] => [`request ${type}`, body],
    );
    for (const [status, answer] of Object.entries(operation.responses)) {
      if (!status.startsWith('2')) continue;
      for (const [type, body] of Object.entries(follow(document, answer).content ?? {})) {
        bodies.push([`${status} ${type}`, body]);
      }
    }
    for (const [where, body] of bodies) {
      if (bodyExamples(body).length === 0) gaps.push(`${name} has no example for ${where}.`);
    }
    for (const parameter of parameters) {
      if (parameter.required && parameter.example === undefined) {
        gaps.push(`${name} has no example for its parameter ${parameter.name ?? '?'}.`);
      }
    }
  }
  for (const [name, schema] of messages(document)) {
    if (!schema.examples?.length) gaps.push(`${name} has no example.`);
  }
  return gaps;
}

function unusedComponents(document: Document): string[] {
  const used = new Set<string>();
  JSON.stringify(document, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') used.add(value);
    return value;
  });
  return Object.entries(document.components)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, entries]) => Object.keys(entries).map((name) => `#/components/${kind}/${name}`))
    .filter((pointer) => !used.has(pointer))
    .map((pointer) => `${pointer} is never referenced.`);
}

/** One sentence per violation; empty without violations. */
export function breaches(document: Document): string[] {
  return [...evidenceGaps(document), ...exampleGaps(document), ...unusedComponents(document)];
}

interface LintProblem {
  readonly ruleId: string;
  readonly message: string;
  readonly location: readonly { readonly pointer?: string }[];
}

/** Warnings of the linter count too: an unwanted rule is turned off in redocly.yaml. */
export function lintProblems(document: string, root: string): string[] {
  const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
  const run = spawnSync(process.execPath, [cli, 'lint', document, '--format=json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  const start = run.stdout.indexOf('{');
  if (start < 0)
    return [`The linter did not answer: ${run.stderr.trim() || `exit code ${run.status ?? 'none'}`}`];
  const { problems } = JSON.parse(run.stdout.slice(start)) as { problems: readonly LintProblem[] };
  return problems.map(
    ({ ruleId, message, location }) => `${document} ${location[0]?.pointer ?? ''}: ${message} (${ruleId})`,
  );
}
