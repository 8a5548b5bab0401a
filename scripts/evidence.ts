/** docs/reference/generated/evidence.md: the evidence for each answer and message. */
import {
  follow,
  grades,
  messages,
  operations,
  type Document,
  type EvidenceNote,
  type Grade,
} from './evidence-document.js';
import { escapeCell, markdownTable } from '../conformance/report/markdown-table.js';

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
    [...heads, 'grade', 'source', 'observed', 'note'],
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
      operation.deprecated ? 'at earlier dates' : '',
    ]),
  );
}

const conflicts = table(
  ['question', 'here', 'why'],
  [
    [
      'How long is a client token valid?',
      '60 s; ten minutes before 2026-03-22',
      'Token page and OpenAPI; in September 2026 the try-on page still said ten minutes.',
    ],
    [
      'What does minting answer without a key?',
      '422',
      'Seen in September 2026; the OpenAPI of August gives 401 "No or invalid API key provided".',
    ],
    [
      'Can a job be polled without a key?',
      'yes',
      'The OpenAPI declares no key there, and the newer docs page names none; an older page requires one; SDKs send one; not tried without.',
    ],
    [
      'Do job routes send CORS headers?',
      'yes, unless `cors` is off',
      "The SDK's browser tests upload files; an application of June 2026 found no such headers on job routes, and put a proxy between.",
    ],
    [
      'Why does realtime say `Model not permitted`?',
      'the account lacks the model, or its token does not permit what the name means',
      'Seen on 2026-09-23. Its observer names the account. A token whose alias resolves elsewhere would explain it too.',
    ],
    [
      'How is invalid input answered?',
      '422 with `detail`; 400 on HTTP signalling',
      'The OpenAPI. It lacks HTTP signalling, where 400 was observed.',
    ],
    [
      'How are missing credits answered?',
      '402; 422 on HTTP signalling; an `error` and 1008 on the socket',
      'Only the 422 was observed. Applications expect the others.',
    ],
    [
      'Does a video edit need a prompt?',
      'lucy-2.x and try-on: no',
      'The OpenAPI defaults it to empty text; the video-editing page calls it required, though it may be empty.',
    ],
    [
      'Does lucy-latest take `self_anchor`?',
      'yes',
      "The API's own OpenAPI of August; the documentation's copy leaves it out.",
    ],
    ['How large may an upload be?', '200 MB', 'The video-editing page; unmerged SDK branches had 20 MB.'],
    [
      'How large may a reference image be in realtime?',
      '10 MB',
      'The page on HTTP signalling; the page on reference images requires less than 5 MB.',
    ],
    [
      'Does the type of a file come from its bytes or its label?',
      'from its bytes',
      'SDKs label every file application/octet-stream, but a part without a type got 400 (DecartAI/sdk#62).',
    ],
    [
      'How small may a reference image be?',
      'any size',
      'DecartAI/sdk#61 says that lucy-pro-v2v requires at least 100x100, but not what it answers otherwise.',
    ],
  ],
);

export function evidencePage(document: Document): string {
  const answers = answerRows(document);
  const messageEvidence = messageRows(document);
  return `<!-- Generated from openapi.yaml by \`npm run generate\`. Do not edit. -->

# Evidence

The service's source is not public. Each answer and message of \`openapi.yaml\` therefore states its evidence:

- **documented**: in the public documentation, or in the API's own OpenAPI document.
- **observed**: seen in an answer of the live service, on the given date.
- **sdk**: a published SDK, its tests or its change notes rely on it.
- **inferred**: not known; our choice. The conformance kit never fails a live server on it.

${table(['', ...grades, 'all'], [counts('answers', answers), counts('messages', messageEvidence)])}

## Answers

${evidenceTable(['operation', 'status'], answers)}

## Realtime messages and events

${evidenceTable(['message', 'type'], messageEvidence)}

## Where the sources disagree

For model names, sizes and dates see [models](models.md), for origins and sockets [realtime messages](../realtime-messages.md).

${conflicts}

## Routes

${routeTable(document)}
`;
}
