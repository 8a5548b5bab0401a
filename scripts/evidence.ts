/** docs/reference/generated/evidence.md: what is known of every answer and message, and on what evidence. */
import {
  follow,
  grades,
  messages,
  operations,
  type Document,
  type EvidenceNote,
  type Grade,
} from './evidence-document.js';
import { escapeCell, markdownTable } from './markdown-table.js';

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

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  markdownTable(
    heads,
    rows.map((cells) => cells.map(escapeCell)),
  );

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
      operation.deprecated ? 'earlier dates only' : '',
    ]),
  );
}

const conflicts = table(
  ['question', 'the mock', 'why'],
  [
    [
      'How long is a client token valid?',
      '60 s; ten minutes before 2026-03-22',
      'Token page and OpenAPI. In September 2026 the try-on page still said ten minutes.',
    ],
    [
      'What does minting answer without a key?',
      '422',
      'Observed in September 2026. The OpenAPI of August has 401 "No or invalid API key provided".',
    ],
    [
      "Does a job's status need a key?",
      'no',
      'The OpenAPI declares no key there. SDKs send one, and no attempt without one is known.',
    ],
    [
      'How is invalid input reported?',
      '422 with `detail`; 400 on HTTP signalling',
      'The OpenAPI. HTTP signalling is not in it; 400 was observed there.',
    ],
    [
      'How are missing credits reported?',
      '402; 422 on HTTP signalling; an `error` and 1008 on the socket',
      'Only the 422 was observed. Applications are written for the others.',
    ],
    [
      'Does a video edit need a prompt?',
      'lucy-2.x and try-on: no',
      'The OpenAPI defaults it to empty text. The video-editing page calls it required, but allows empty text.',
    ],
    [
      'Does lucy-latest take `self_anchor`?',
      'yes',
      "The API's own OpenAPI of August. The copy in the documentation leaves it out.",
    ],
    [
      'How large may an upload be?',
      '200 MB',
      'The video-editing page. SDK branches that were never merged limit it to 20 MB.',
    ],
    [
      'How large may a reference image be in realtime?',
      '10 MB',
      'The page on HTTP signalling. The page on reference images asks for less than 5 MB.',
    ],
    [
      'Does the content or the declared type decide what a file is?',
      'the content',
      'SDKs label every file application/octet-stream, yet a part without a type got 400 (DecartAI/sdk#62).',
    ],
    [
      'How small may a reference image be?',
      'any size',
      'DecartAI/sdk#61: lucy-pro-v2v needs at least 100x100. How it refuses less is not known.',
    ],
  ],
);

export function evidencePage(document: Document): string {
  const answers = answerRows(document);
  const sent = messageRows(document);
  return `<!-- Generated from openapi.yaml by \`npm run generate\`. Do not edit. -->

# Evidence

The source of the service is not public. So each answer and message of \`openapi.yaml\` states how it is known:

- **documented**: public documentation, or the API's own OpenAPI document, states it.
- **observed**: the live service was seen to answer so, on the date given.
- **sdk**: a published SDK, its tests or its release notes rely on it.
- **inferred**: not known. It is our choice, and the conformance kit never fails a live server on it.

${table(['', ...grades, 'all'], [counts('answers', answers), counts('messages', sent)])}

## Answers

${evidenceTable(['operation', 'status'], answers)}

## Realtime messages and events

${evidenceTable(['message', 'type'], sent)}

## Where the sources disagree

For names, sizes and dates of models see [models](models.md), for origins and sockets
[realtime messages](../realtime-messages.md).

${conflicts}

## Routes

${routeTable(document)}
`;
}
