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

const conflicts = table(
  ['question', 'here', 'why'],
  [
    [
      'How long does a client token live?',
      '60 s; ten minutes before 2026-03-22',
      'Token page and OpenAPI; in September 2026 the try-on page still said ten minutes.',
    ],
    [
      'What does minting answer to no key?',
      '422',
      'Seen in September 2026; the OpenAPI of August gives 401 "No or invalid API key provided".',
    ],
    [
      "Is a job's status told without a key?",
      'yes',
      'The OpenAPI declares no key there; SDKs send one, and nobody tried without.',
    ],
    [
      'What tells of input that does not fit?',
      '422 with `detail`; 400 on HTTP signalling',
      'The OpenAPI; on HTTP signalling, which it does not have, 400 was seen.',
    ],
    [
      'And of no money?',
      '402; 422 on HTTP signalling; an `error` and 1008 on the socket',
      'Only the 422 was seen. The others are what applications are written for.',
    ],
    [
      'Must a video edit have a prompt?',
      'lucy-2.x and try-on: no',
      'The OpenAPI defaults it to empty text; the video-editing page calls it required, though it may be empty.',
    ],
    [
      'Does lucy-latest take `self_anchor`?',
      'yes',
      "The API's own OpenAPI of August; the documentation's copy leaves it out.",
    ],
    [
      'How large may an upload be?',
      '200 MB',
      'The video-editing page; SDK branches that were never merged held 20 MB.',
    ],
    [
      'And a reference picture in realtime?',
      '10 MB',
      'The page on HTTP signalling; the one on reference images asks for less than 5 MB.',
    ],
    [
      'Is a file judged by its bytes or by its label?',
      'by its bytes',
      'SDKs label everything application/octet-stream, yet a part without a type got 400 (DecartAI/sdk#62).',
    ],
    [
      'How small may a reference picture be?',
      'any size',
      'DecartAI/sdk#61 says that lucy-pro-v2v asks for 100x100 at least, not how it refuses less.',
    ],
  ],
);

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

## Where the sources disagree

For model names, sizes and dates see [models](models.md), for origins and sockets [realtime](realtime.md).

${conflicts}

## Routes

${routeTable(document)}
`;
}
