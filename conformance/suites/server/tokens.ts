import type { CaseContext } from '../../core/context.js';
import { defineCase } from '../../core/define-case.js';
import type { Answer } from '../../core/http.js';
import { submitRoutes } from './catalogue.js';
import { instant, is4xx, mint, names, serverTime } from './steps.js';

const live = { effects: 'creates-ephemeral', cost: { tokens: 1 } } as const;

/** Lifetime in seconds by the service's own clock, or NaN. */
const lifetime = (answer: Answer, now = serverTime(answer)) =>
  (instant(answer.field('expiresAt')) - now) / 1000;

/** Date headers carry whole seconds, and a request takes its time. */
const near = (got: number, wanted: number) => got >= wanted - 3 && got <= wanted + 3;

export const tokenCases = [
  defineCase({
    id: 'tokens.mint/defaults',
    title: 'A token minted without options',
    requires: ['TOK-01', 'TOK-03', 'TOK-04', 'TOK-18', 'TOK-19', 'TOK-31'],
    ...live,
    async run(c: CaseContext) {
      const answer = await mint(c);
      c.check('TOK-01', answer.ok, { title: 'A mint without a body succeeds.', answer });
      c.precondition(answer.ok, `the mint answered ${answer.toString()}.`);
      const [key, expiresAt] = [answer.field('apiKey'), answer.field('expiresAt')];
      const complete = answer.status === 200 && typeof key === 'string' && typeof expiresAt === 'string';
      c.check('TOK-03', complete, { title: 'The answer is 200 with apiKey and expiresAt.', answer });
      const prefixed = typeof key === 'string' && key.length > 10 && key.startsWith('ek_');
      c.check('TOK-04', prefixed, { title: 'apiKey starts with ek_.', answer });
      c.check('TOK-18', (answer.field('permissions') ?? null) === null, {
        title: 'No permissions were asked for.',
        answer,
      });
      c.check('TOK-19', (answer.field('constraints') ?? null) === null, {
        title: 'No constraints were asked for.',
        answer,
      });
      c.check('TOK-31', answer.type === 'application/json', {
        title: 'The answer is JSON.',
        got: answer.type,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/empty-bodies',
    title: 'null and {} as a body',
    requires: ['TOK-02', 'TOK-30'],
    effects: 'creates-ephemeral',
    cost: { tokens: 2 },
    async run(c: CaseContext) {
      const [none, empty] = [await mint(c, null), await mint(c, {})];
      c.check('TOK-02', none.ok, { title: 'The body null means no options.', answer: none });
      c.check('TOK-02', empty.ok, { title: 'The body {} means no options.', answer: empty });
      c.precondition(none.ok && empty.ok, 'no two tokens were minted.');
      const distinct = none.field('apiKey') !== empty.field('apiKey');
      c.check('TOK-30', distinct, { title: 'Two mints give two keys.', answer: empty });
    },
  }),
  defineCase({
    id: 'tokens.mint/lifetime',
    title: 'expiresIn and expiresAt',
    requires: ['TOK-05', 'TOK-06', 'TIM-01'],
    effects: 'creates-ephemeral',
    cost: { tokens: 3 },
    async run(c: CaseContext) {
      // A held clock shows in bodies alone, so on a stand-in the service's now is read off the shortest token.
      const short = await mint(c, { expiresIn: 1 });
      c.check('TOK-06', short.ok, { title: 'expiresIn of 1 is accepted.', answer: short });
      const long = await mint(c, { expiresIn: 3600 });
      c.check('TOK-06', long.ok, { title: 'expiresIn of 3600 is accepted.', answer: long });
      const plain = await mint(c);
      c.precondition(short.ok && long.ok && plain.ok, 'not all three tokens were minted.');
      const now = instant(short.field('expiresAt')) - 1000;
      c.check('TOK-06', near(lifetime(long, now), 3600), {
        title: 'A token of 3600 s expires 3599 s after one of 1 s.',
        got: `${lifetime(long, now)} s`,
        answer: long,
      });
      c.check('TOK-05', near(lifetime(plain, now), 60), {
        title: 'The default lifetime is 60 s.',
        got: `${lifetime(plain, now)} s`,
        answer: plain,
      });
      const asServed = c.target.control ? lifetime(plain, now) : lifetime(plain);
      c.check('TIM-01', asServed <= 63, {
        title: 'By the service clock it lives no longer.',
        got: `${asServed} s`,
        answer: plain,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/lifetime-bounds',
    title: 'expiresIn outside 1 to 3600',
    requires: ['TOK-07', 'TOK-08', 'TOK-34'],
    ...live,
    async run(c: CaseContext) {
      const valid = await mint(c, { expiresIn: 60 });
      for (const expiresIn of [0, -1, 3601]) {
        const answer = await mint(c, { expiresIn });
        const refused = is4xx(answer);
        const reason = 'the request was judged and the key was good';
        const because = answer.status !== 401 && answer.status !== 403;
        const title = `expiresIn ${expiresIn} yields no token.`;
        c.negative('TOK-07', { title, reached: valid.ok, refused, because, reason, answer });
        c.check('TOK-34', names(answer, 'body.expiresIn'), {
          title: 'The 422 names body.expiresIn.',
          answer,
        });
      }
      const answer = await mint(c, { expiresIn: 'soon' });
      c.negative('TOK-08', {
        title: 'A word as expiresIn is refused.',
        reached: valid.ok,
        refused: answer.status === 422,
        because: names(answer, 'body.expiresIn'),
        reason: 'body.expiresIn is named',
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/models',
    title: 'allowedModels',
    requires: ['TOK-09', 'TOK-10', 'TOK-33'],
    effects: 'creates-ephemeral',
    cost: { tokens: 2 },
    async run(c: CaseContext) {
      const allowedModels = ['lucy-2.5', 'lucy-latest'];
      const scoped = await mint(c, { allowedModels });
      c.check('TOK-33', scoped.ok, { title: '-latest names are accepted.', answer: scoped });
      c.precondition(scoped.ok, `the mint answered ${scoped.toString()}.`);
      const models = (scoped.field('permissions') as { models?: unknown } | null)?.models;
      const same = JSON.stringify(models) === JSON.stringify(allowedModels);
      c.check('TOK-09', same, {
        title: 'permissions.models is what was asked.',
        expected: allowedModels,
        got: models,
        answer: scoped,
      });
      const twenty = await mint(c, { allowedModels: submitRoutes.slice(0, 20) });
      const more = await mint(c, { allowedModels: submitRoutes.slice(0, 21) });
      c.negative('TOK-10', {
        title: 'Twenty models are accepted, twenty-one are not.',
        reached: twenty.ok,
        refused: is4xx(more),
        because: more.status !== 401 && more.status !== 403,
        reason: 'the list is too long',
        answer: more,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/origins',
    title: 'allowedOrigins',
    requires: ['TOK-11', 'TOK-12', 'TOK-13'],
    effects: 'creates-ephemeral',
    cost: { tokens: 2 },
    async run(c: CaseContext) {
      const allowedOrigins = ['https://app.example.com', 'http://localhost:3000'];
      const scoped = await mint(c, { allowedOrigins });
      c.precondition(scoped.ok, `the mint answered ${scoped.toString()}.`);
      const origins = (scoped.field('permissions') as { origins?: unknown } | null)?.origins;
      const same = JSON.stringify(origins) === JSON.stringify(allowedOrigins);
      c.check('TOK-11', same, {
        title: 'permissions.origins is what was asked.',
        expected: allowedOrigins,
        got: origins,
        answer: scoped,
      });
      const many = (n: number) => Array.from({ length: n }, (_, index) => `https://app${index}.example.com`);
      const twenty = await mint(c, { allowedOrigins: many(20) });
      const more = await mint(c, { allowedOrigins: many(21) });
      c.negative('TOK-12', {
        title: 'Twenty origins are accepted, twenty-one are not.',
        reached: twenty.ok,
        refused: is4xx(more),
        because: more.status !== 401 && more.status !== 403,
        reason: 'the list is too long',
        answer: more,
      });
      const long = await mint(c, { allowedOrigins: [`https://${'a'.repeat(250)}.com`] });
      c.negative('TOK-13', {
        title: 'An origin of more than 253 characters is not accepted.',
        reached: scoped.ok,
        refused: is4xx(long),
        because: long.status !== 401 && long.status !== 403,
        reason: 'the origin is too long',
        answer: long,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/origin-form',
    title: 'Origins that are not canonical',
    requires: ['TOK-14', 'TOK-15'],
    ...live,
    async run(c: CaseContext) {
      const valid = await mint(c, { allowedOrigins: ['https://app.example.com:8443'] });
      const crooked = [
        'https://app.example.com/',
        'https://app.example.com/path',
        'https://APP.example.com',
        'https://app.example.com:443',
        'https://user@app.example.com',
        'https://app.example.com?x=1',
      ];
      const refuse = async (id: string, origin: string) => {
        const answer = await mint(c, { allowedOrigins: [origin] });
        c.negative(id, {
          title: `The origin ${origin} is refused.`,
          reached: valid.ok,
          refused: answer.status === 422,
          because:
            names(answer, 'body.allowedOrigins') ||
            JSON.stringify(answer.json ?? '')
              .toLowerCase()
              .includes('origin'),
          reason: 'the origin is named',
          answer,
        });
      };
      for (const origin of crooked) await refuse('TOK-14', origin);
      for (const origin of ['capacitor://localhost', 'null', '*']) await refuse('TOK-15', origin);
    },
  }),
  defineCase({
    id: 'tokens.mint/session-duration',
    title: 'constraints.realtime.maxSessionDuration',
    requires: ['TOK-16', 'TOK-17'],
    ...live,
    async run(c: CaseContext) {
      const constraints = { realtime: { maxSessionDuration: 10 } };
      const answer = await mint(c, { constraints });
      const got = answer.field('constraints') as { realtime?: { maxSessionDuration?: unknown } } | null;
      const echoed = answer.ok && got?.realtime?.maxSessionDuration === 10;
      c.check('TOK-16', echoed, {
        title: 'Ten seconds are accepted and repeated.',
        expected: constraints,
        answer,
      });
      const short = await mint(c, { constraints: { realtime: { maxSessionDuration: 9 } } });
      c.negative('TOK-17', {
        title: 'Nine seconds are refused.',
        reached: answer.ok,
        refused: is4xx(short),
        because: short.status !== 401 && short.status !== 403,
        reason: 'the duration is too short',
        answer: short,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/metadata',
    title: 'metadata',
    requires: ['TOK-20'],
    ...live,
    async run(c: CaseContext) {
      const metadata = { user: 'Zoë 🎬', nested: { list: [1, null, true] }, constructor: 'x' };
      const answer = await mint(c, { metadata });
      c.check('TOK-20', answer.ok, { title: 'Any object is accepted.', answer });
    },
  }),
  defineCase({
    id: 'tokens.mint/jwt',
    title: 'The signed token beside the key',
    requires: ['TOK-21'],
    ...live,
    async run(c: CaseContext) {
      const answer = await mint(c);
      c.precondition(answer.ok, `the mint answered ${answer.toString()}.`);
      const token = answer.field('token') ?? null;
      const header = typeof token === 'string' ? decode(token.split('.')[0] ?? '') : undefined;
      const signed =
        typeof token === 'string' && token.split('.').length === 3 && header?.['alg'] === 'EdDSA';
      c.check('TOK-21', token === null || signed, {
        title: 'token is an EdDSA JWT or left out.',
        got: header,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/by-client-token',
    title: 'A client token may not mint, but may work',
    requires: ['TOK-22', 'TOK-29'],
    effects: 'creates-ephemeral',
    cost: { tokens: 1 },
    async run(c: CaseContext) {
      const first = await mint(c);
      const key = first.field('apiKey');
      c.precondition(first.ok && typeof key === 'string', `the mint answered ${first.toString()}.`);
      const quota = await c.http.get('/v1/realtime/quota', { key });
      c.check('TOK-29', quota.ok, { title: 'The token reads the quota.', answer: quota });
      const second = await mint(c, undefined, key);
      c.negative('TOK-22', {
        title: 'A token cannot mint a token.',
        reached: true,
        refused: !second.ok,
        because: second.status === 403,
        reason: 'minting is forbidden to it (403)',
        answer: second,
      });
    },
  }),
  defineCase({
    id: 'tokens.key/unknown',
    title: 'A key nobody knows',
    requires: ['TOK-23', 'TOK-24'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await mint(c, {}, 'ek_thisKeyWasNeverMintedByAnybody');
      c.check('TOK-23', answer.status === 401, {
        title: 'An unknown key answers 401.',
        expected: 401,
        answer,
      });
      const expected = { error: 'Invalid or expired API key' };
      const exact = JSON.stringify(answer.json) === JSON.stringify(expected);
      c.check('TOK-24', exact, {
        title: 'The 401 has its own words.',
        expected,
        got: answer.json ?? answer.text,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.key/missing',
    title: 'No key at all',
    requires: ['TOK-25', 'ERR-02', 'ERR-03'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await mint(c, {}, null);
      c.check('TOK-25', answer.status === 422, {
        title: 'A missing header is a validation error.',
        expected: 422,
        answer,
      });
      const detail = answer.field('detail');
      const shaped =
        Array.isArray(detail) &&
        detail.length > 0 &&
        detail.every((each: unknown) => {
          const { loc, msg, type } = (each ?? {}) as Record<string, unknown>;
          return Array.isArray(loc) && typeof msg === 'string' && typeof type === 'string';
        });
      c.check('ERR-02', shaped, { title: 'detail lists loc, msg and type.', answer });
      const [fault] = shaped ? (detail as { loc: unknown[]; type: string }[]) : [];
      const located = fault?.type === 'missing' && JSON.stringify(fault.loc) === '["header","x-api-key"]';
      c.check('ERR-03', located, {
        title: 'The place is ["header","x-api-key"], the type missing.',
        got: fault,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.key/spelling',
    title: 'The spelling of the key header',
    requires: ['TOK-27'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      for (const name of ['X-API-KEY', 'x-api-key', 'X-Api-Key']) {
        const answer = await c.http.get('/v1/realtime/quota', { key: null, headers: { [name]: c.key } });
        c.check('TOK-27', answer.ok, { title: `${name} is understood.`, answer });
      }
    },
  }),
  defineCase({
    id: 'tokens.method/get',
    title: 'Tokens cannot be listed',
    requires: ['TOK-26'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await c.http.get('/v1/client/tokens');
      c.check('TOK-26', answer.status === 405, { title: 'GET answers 405.', expected: 405, answer });
    },
  }),
  defineCase({
    id: 'tokens.body/not-json',
    title: 'A body that is no JSON',
    requires: ['TOK-32', 'ERR-11'],
    ...live,
    async run(c: CaseContext) {
      const valid = await mint(c, {});
      const answer = await c.http.post('/v1/client/tokens', {
        bytes: '{"expiresIn": 60',
        type: 'application/json',
      });
      const negative = {
        reached: valid.ok,
        refused: is4xx(answer),
        answer,
        reason: 'the body does not parse',
      };
      c.negative('ERR-11', { ...negative, title: 'Broken JSON gets a 4xx.', because: answer.status !== 401 });
      c.check('TOK-32', answer.status === 422, { title: 'Broken JSON gets 422.', expected: 422, answer });
    },
  }),
  defineCase({
    id: 'tokens.expiry/refused-after',
    title: 'A token past its end',
    requires: ['TOK-28'],
    effects: 'creates-ephemeral',
    cost: { tokens: 1 },
    async run(c: CaseContext) {
      const minted = await mint(c, { expiresIn: 2 });
      const key = minted.field('apiKey');
      c.precondition(minted.ok && typeof key === 'string', `the mint answered ${minted.toString()}.`);
      const before = await c.http.get('/v1/realtime/quota', { key });
      await c.wait(4000);
      const after = await c.http.get('/v1/realtime/quota', { key });
      c.negative('TOK-28', {
        title: 'The token works before its end and not after it.',
        reached: before.ok,
        refused: !after.ok,
        because: after.status === 401,
        reason: 'the key is not valid any more (401)',
        answer: after,
      });
    },
  }),
];

function decode(base64url: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
