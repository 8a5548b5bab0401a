/** docs/evidence.md: what is known of every answer and message, and how well. */
import {
  follow,
  grades,
  messages,
  operations,
  type Document,
  type EvidenceNote,
  type Grade,
} from './evidence-document.js';

interface Row {
  readonly subject: string;
  readonly status: string;
  readonly evidence: EvidenceNote;
}

function answerRows(document: Document): Row[] {
  return operations(document).flatMap(({ operation }) =>
    Object.entries(operation.responses).map(([status, answer]) => {
      const evidence = follow(document, answer)['x-evidence'];
      if (!evidence) throw new Error(`${operation.operationId ?? '?'} ${status} has no x-evidence`);
      return { subject: operation.operationId ?? '?', status, evidence };
    }),
  );
}

function messageRows(document: Document): Row[] {
  return messages(document).map(([name, schema]) => {
    const evidence = schema['x-evidence'];
    if (!evidence) throw new Error(`${name} has no x-evidence`);
    const type = (schema.properties as { type?: { const?: string } } | undefined)?.type?.const;
    return { subject: name, status: type ?? name.replace('SessionEvent', ''), evidence };
  });
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function evidenceTable(heads: readonly string[], rows: readonly Row[]): string {
  return table(
    [...heads, 'grade', 'source', 'seen', 'note'],
    rows.map(({ subject, status, evidence }) => [
      subject,
      status,
      evidence.grade,
      evidence.source,
      evidence.date ?? '',
      evidence.note ?? '',
    ]),
  );
}

function counts(title: string, rows: readonly Row[]): string[] {
  const of = (grade: Grade): string => String(rows.filter(({ evidence }) => evidence.grade === grade).length);
  return [title, ...grades.map(of), String(rows.length)];
}

function routeTable(document: Document): string {
  return table(
    ['operation', 'method', 'routes', ''],
    operations(document).map(({ method, routes, operation }) => [
      operation.operationId ?? '?',
      method.toUpperCase(),
      routes.map((route) => `\`${route}\``).join(', '),
      operation.deprecated ? 'of older dates' : '',
    ]),
  );
}

export function evidencePage(document: Document): string {
  const answers = answerRows(document);
  const told = messageRows(document);
  return `<!-- Generated from openapi.yaml by \`npm run generate\`. Do not edit. -->

# What is known, and how well

Nobody outside Decart has the service's source. Each answer and message of \`openapi.yaml\` therefore says where it
comes from:

- **documented**: public documentation, or the API's own OpenAPI document, says so.
- **observed**: somebody saw the live service answer so; the date tells when.
- **sdk**: a published SDK, its tests or its change notes rely on it.
- **inferred**: nobody knows; our choice of what a careful author would do. The conformance kit never fails a live
  server on it.

${table(['', ...grades, 'all'], [counts('answers', answers), counts('messages', told)])}

## Answers

${evidenceTable(['operation', 'status'], answers)}

## Realtime messages and events

${evidenceTable(['message', 'type'], told)}

## Routes

${routeTable(document)}
`;
}
