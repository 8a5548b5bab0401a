import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lintProblems } from '../../../scripts/evidence-rules.js';
import { controlErrors } from '../../../src/handles/errors.js';
import { controlRoutes } from '../../../src/control/serve.js';
import { createMock } from '../../../src/index.js';
import { controlErrorCodes, documented } from './contract.js';
import { controlOf } from './support.js';

test('the document passes the linter', () => {
  expect(lintProblems('control.openapi.yaml', fileURLToPath(new URL('../../..', import.meta.url)))).toEqual(
    [],
  );
});

test('every documented route is served, and every served route is documented', () => {
  const served = controlRoutes(0).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(served.sort()).toEqual([...documented].sort());
});

test('every code of the error table is documented', () => {
  expect([...controlErrorCodes].sort()).toEqual(Object.keys(controlErrors).sort());
});

test.each(documented)('%s answers as documented', async (route) => {
  await using mock = createMock({ seed: 'routes', clock: 'manual', now: '2026-10-01' });
  const [method = '', path = ''] = route.split(' ');
  const control = controlOf(mock.fetch, 'dct_routes');
  await control('POST', '/rules', { id: 'one', operation: 'verify', effect: { type: 'no-response' } });
  const bodies: Record<string, unknown> = {
    'POST /accounts': {
      key: 'dct_new',
      organisation: 'acme',
      credits: 5,
      autoTopUp: null,
      maxConcurrentSessions: 2,
    },
    'PUT /credits': { balance: 3 },
    'PUT /quota': { maxConcurrentSessions: null },
    'PUT /pace': { pace: 'live' },
    'PUT /clock': { mode: 'auto' },
    'POST /clock/advance': { by: '1s' },
    'POST /rules': { operation: 'verify', effect: { type: 'no-response' } },
    'PUT /snapshot': (await control('GET', '/snapshot')).body,
  };
  const query = path === '/journal/wait' ? '?count=0' : '';
  const { status } = await control(method, path.replace('{id}', 'one') + query, bodies[route]);
  expect([200, 201]).toContain(status);
});
