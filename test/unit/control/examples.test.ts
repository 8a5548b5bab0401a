/** Every example of control.openapi.yaml, sent to the mock server as a reader of the contract would send it. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  bodyExamples,
  operations,
  readDocument,
  type OperationAt,
} from '../../../scripts/evidence-document.js';
import { createMock } from '../../../src/index.js';
import { controlOf } from './support.js';

const document = readDocument(fileURLToPath(new URL('../../../control.openapi.yaml', import.meta.url)));

/** A request that an operation's examples make: its query and its body. */
interface Sample {
  readonly query: string;
  readonly body?: unknown;
}

function samples({ operation, parameters }: OperationAt): Sample[] {
  const bodies = Object.values(operation.requestBody?.content ?? {}).flatMap(bodyExamples);
  const given = parameters.flatMap(({ in: place, name = '', example }) =>
    place === 'query' && example !== undefined ? [[name, `${example as string | number}`] as const] : [],
  );
  // A wait for entries that never come ends with a 408; the test of the journal has it.
  const always = operation.operationId === 'waitForEntries' ? [['count', '0'] as const] : [];
  const queries = [[], ...given.map((one) => [one]), given].map((pairs) =>
    new URLSearchParams(Object.fromEntries([...pairs, ...always])).toString(),
  );
  return [
    ...bodies.map((body) => ({ query: '', body })),
    ...(bodies.length === 0 ? [...new Set(queries)].map((query) => ({ query })) : []),
  ];
}

const cases = operations(document).flatMap((at) =>
  samples(at).map(({ query, body }) => {
    const target = `${at.routes[0] ?? ''}${query === '' ? '' : `?${query}`}`;
    return { method: at.method.toUpperCase(), target, body, example: JSON.stringify(body) ?? 'no body' };
  }),
);

describe('the examples of control.openapi.yaml', () => {
  test.each(cases)('$method $target takes $example', async ({ method, target, body }) => {
    await using mock = createMock();
    const control = controlOf(mock.fetch, 'dct_examples');
    if (target.includes('{id}'))
      await control('POST', '/rules', { operation: 'verify', effect: { type: 'no-response' } });
    const answer = await control(method, target.replace('{id}', 'rule-1'), body);
    expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status);
  });

  test('are not few', () => {
    expect(cases.length).toBeGreaterThan(60);
  });
});
