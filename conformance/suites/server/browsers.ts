import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Reply } from '../../traffic/http.js';
import { form, names, submit } from './steps.js';

const readOnly = { tags: ['read-only'] } as const;
const origin = 'https://app.example.com';

/** What browsers and caches require of a server beyond the API calls. */
export const browserCases = [
  defineCase({
    id: 'errors.cors/browser',
    title: 'CORS: browsers may call',
    requires: ['ERR-12', 'ERR-13', 'ERR-25', 'ERR-26', 'ERR-27', 'ERR-28'],
    ...readOnly,
    async run(c: CaseContext) {
      const wanted = [
        ['POST', '/v1/jobs/lucy-2.5', 'x-api-key'],
        ['GET', '/v1/jobs/some-job', 'x-api-key'],
        ['POST', '/v1/client/tokens', 'content-type,x-api-key'],
        ['DELETE', '/v1/files/file_x', 'x-api-key'],
      ] as const;
      for (const [method, path, headers] of wanted) {
        const answer = await preflight(c, method, path, headers);
        c.check('ERR-12', permits(answer, method, headers), {
          title: `${method} ${path} is allowed.`,
          got: {
            methods: answer.headers.get('access-control-allow-methods'),
            headers: answer.headers.get('access-control-allow-headers'),
          },
          answer,
        });
        checkCredentials(c, answer);
      }
      const agent = await preflight(c, 'POST', '/v1/jobs/lucy-2.5', 'user-agent,x-api-key');
      c.check('ERR-25', permits(agent, 'POST', 'user-agent,x-api-key'), {
        title: 'A script may set User-Agent.',
        got: agent.headers.get('access-control-allow-headers'),
        answer: agent,
      });
      const answer = await c.http.get('/v1/realtime/quota', { headers: { origin } });
      const named = answer.headers.get('access-control-allow-origin') === origin;
      const varies = /(^|,)\s*(origin|\*)\s*(,|$)/i.test(answer.headers.get('vary') ?? '');
      c.check('ERR-26', !named || varies, { title: 'Vary or * keeps caches correct per origin.', answer });
      checkCredentials(c, answer);
      c.check('ERR-13', readable(answer.headers), { title: 'A plain answer is readable.', answer });
      const error = await submit(c, 'lucy-2.5', { resolution: '720p' });
      const refused = await c.http.post('/v1/jobs/lucy-2.5', form({ resolution: '720p' }), {
        headers: { origin },
      });
      c.precondition(names(error, 'body.data'), `the probe answered ${error.toString()}.`);
      c.check('ERR-13', readable(refused.headers), { title: 'An error is readable too.', answer: refused });
      checkCredentials(c, refused);
    },
  }),
  defineCase({
    id: 'errors.methods/head-and-options',
    title: 'HEAD, and OPTIONS outside of a browser',
    requires: ['ERR-23', 'ERR-24'],
    ...readOnly,
    async run(c: CaseContext) {
      for (const path of ['/v1/realtime/quota', '/v1/jobs/no-such-job', '/v1/files/file_unknown']) {
        const get = await c.http.get(path);
        const head = await c.http.send('HEAD', path);
        const length = head.headers.get('content-length');
        const same = head.status === get.status && (length === null || Number(length) === get.bytes.length);
        c.check('ERR-23', head.status === 405 || (same && head.bytes.length === 0), {
          title: `HEAD ${path} is GET without its body.`,
          expected: `405, or ${get.status} with a length of ${get.bytes.length}`,
          got: `${head.status} with ${length ?? 'no length'}`,
          answer: head,
        });
        const options = await c.http.send('OPTIONS', path);
        c.check('ERR-24', options.ok || options.status === 405, {
          title: `OPTIONS ${path} is answered.`,
          expected: '2xx or 405',
          answer: options,
        });
      }
    },
  }),
];

/** Sends a preflight request, as a browser does. */
const preflight = (c: CaseContext, method: string, path: string, headers: string): Promise<Reply> =>
  c.http.send('OPTIONS', path, {
    key: null,
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers,
    },
  });

/** Credentials are allowed to a named origin, and not to all. */
function checkCredentials(c: CaseContext, answer: Reply): void {
  const allowed = answer.headers.get('access-control-allow-origin');
  const credentials = answer.headers.get('access-control-allow-credentials');
  c.check('ERR-27', allowed !== origin || credentials === 'true', {
    title: 'A named origin may send credentials.',
    expected: 'access-control-allow-credentials: true',
    got: credentials,
    answer,
  });
  c.check('ERR-28', allowed !== '*' || credentials === null, {
    title: 'Credentials are not allowed beside *.',
    expected: 'no access-control-allow-credentials',
    got: credentials,
    answer,
  });
}

function permits(answer: Reply, method: string, headers: string): boolean {
  const methods = (answer.headers.get('access-control-allow-methods') ?? '').toUpperCase();
  const allowed = (answer.headers.get('access-control-allow-headers') ?? '').toLowerCase();
  return (
    answer.ok &&
    readable(answer.headers) &&
    (methods === '*' || methods.includes(method) || method !== 'DELETE') &&
    (allowed === '*' || headers.split(',').every((name) => allowed.includes(name)))
  );
}

function readable(headers: Headers): boolean {
  const allowed = headers.get('access-control-allow-origin');
  return allowed === '*' || allowed === origin;
}
