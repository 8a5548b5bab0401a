import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createMock, type Mock, type RunningMock, startMock } from '../../src/index.js';
import { form, imageBlob, serve, videoBlob } from '../unit/http/support/serve.js';
import { connect, KEY, startQuiet } from '../unit/realtime/support/start.js';
import { OFFER, quota } from './support.js';

/** The answer to a token's call of a model: `admitted`, or the words of the refusal. */
type Call = (mock: RunningMock, key: string, model: string) => Promise<string>;

async function outcome(answer: Promise<Response>): Promise<string> {
  const { ok, status, ...rest } = await answer.then(async (one) => ({
    ok: one.ok,
    status: one.status,
    text: await one.text(),
  }));
  return ok ? 'admitted' : `${status} ${rest.text}`;
}

const submit: Call = ({ url }, key, model) =>
  outcome(
    fetch(`${url}/v1/jobs/${model}`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      body: form({ data: videoBlob, prompt: 'x' }),
    }),
  );

const processCall: Call = ({ url }, key, model) =>
  outcome(
    fetch(`${url}/v1/generate/${model}`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      body: form({ data: imageBlob, prompt: 'x' }),
    }),
  );

const stream: Call = async (mock, key, model) => {
  await using client = await connect(mock, { key, model });
  client.send({ type: 'livekit_join', passthrough: true });
  const first = await client.until('an answer', () => client.messages[0]);
  return first.type === 'error' ? `403 ${JSON.stringify(first)}` : 'admitted';
};

const session: Call = ({ url }, key, model) =>
  outcome(
    fetch(`${url}/v1/realtime/sessions`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ model, sdp: { type: 'offer', sdp: OFFER } }),
    }),
  );

const mint = async (mock: RunningMock, allowedModels: readonly string[]): Promise<string> =>
  (await mock.world.account(KEY).tokens.mint({ allowedModels, expiresIn: 3600 })).apiKey;

const video = ['lucy-2.5', 'lucy-latest'] as const;
const image = ['lucy-image-2', 'lucy-image-latest'] as const;

const byHttp = (model: string): string => `Model '${model}' is not allowed for this token`;
const bySocket = (): string => 'Model not permitted';

const surfaces = [
  ['POST /v1/jobs/{model}', submit, video, byHttp],
  ['POST /v1/generate/{model}', processCall, image, byHttp],
  ['/v1/stream', stream, video, bySocket],
  ['POST /v1/realtime/sessions', session, video, byHttp],
] as const;

test.each(surfaces)('%s: a token for a model or its alias permits both names', async (_name, call, names) => {
  await using mock = await startQuiet();
  const [canonical, alias] = names;
  for (const allowed of [canonical, alias]) {
    const key = await mint(mock, [allowed]);
    for (const model of [canonical, alias]) expect(await call(mock, key, model)).toBe('admitted');
  }
});

test.each(surfaces)(
  '%s: a token for other models is refused, by either name',
  async (_name, call, names, refusal) => {
    await using mock = await startQuiet();
    const [canonical, alias] = names;
    for (const allowed of [['lucy-vton-3.6', 'lucy-vton-latest'], ['no-such-model'], []]) {
      const key = await mint(mock, allowed);
      for (const model of [canonical, alias]) expect(await call(mock, key, model)).toContain(refusal(model));
    }
  },
);

test.each(surfaces)(
  '%s: an account that may use other models only is refused, by key and by token',
  async (_name, call, names) => {
    await using mock = await startQuiet();
    const [canonical, alias] = names;
    const { permissions } = mock.account(KEY);
    const token = await mint(mock, [canonical]);
    for (const allowedModels of [['lucy-vton-3.6', 'lucy-vton-latest'], []]) {
      await permissions.set({ allowedModels });
      for (const key of [KEY, token])
        for (const model of [canonical, alias])
          expect(await call(mock, key, model)).toMatch(/^403 .*Model not permitted/);
    }
    for (const allowedModels of [[canonical], [alias], null]) {
      await permissions.set({ allowedModels });
      for (const key of [KEY, token])
        for (const model of [canonical, alias]) expect(await call(mock, key, model)).toBe('admitted');
    }
  },
);

test.each(surfaces.filter(([, , names]) => names === video))(
  '%s: an alias permits the model that it means on the day of the call',
  async (_name, call, _names, refusal) => {
    // On 2026-07-05 lucy-latest goes from lucy-2.1 to lucy-2.5.
    await using mock = await startQuiet({ now: '2026-07-04T23:30:00Z' });
    const forAlias = await mint(mock, ['lucy-latest']);
    const forOld = await mint(mock, ['lucy-2.1']);
    expect(await call(mock, forAlias, 'lucy-2.1')).toBe('admitted');
    expect(await call(mock, forOld, 'lucy-latest')).toBe('admitted');
    await mock.account(KEY).clock.advance('45m');
    expect(await call(mock, forAlias, 'lucy-2.1')).toContain(refusal('lucy-2.1'));
    expect(await call(mock, forAlias, 'lucy-2.5')).toBe('admitted');
    expect(await call(mock, forOld, 'lucy-latest')).toContain(refusal('lucy-latest'));
    expect(await call(mock, forOld, 'lucy-2.1')).toBe('admitted');
  },
);

test('a client token with an invalid signature is refused with 401', async () => {
  await using served = await serve();
  const minted = await fetch(`${served.mock.url}/v1/client/tokens`, {
    method: 'POST',
    headers: { 'x-api-key': 'dct_r' },
  });
  const { token } = (await minted.json()) as { token: string };
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, jti: 'ek_00000000000' })).toString('base64url');
  for (const bad of [`${header}.${forged}.${signature}`, `${header}.${payload}.${signature.slice(2)}AA`]) {
    const answer = await fetch(`${served.mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': bad } });
    expect(answer.status).toBe(401);
  }
});

test('a client token lasts 10 minutes and takes only metadata before 22 March 2026, and 60 seconds and options from then on', async () => {
  const now = Date.parse('2026-09-01T10:00:00Z');
  const mint = async (asOf: string, body?: object) => {
    await using served = await serve({ asOf, now });
    const response = await fetch(`${served.mock.url}/v1/client/tokens`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_r', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { expiresAt, permissions } = (await response.json()) as Record<string, string>;
    return [response.status, expiresAt && (Date.parse(expiresAt) - now) / 1_000, permissions];
  };
  const options = { metadata: { a: 1 }, expiresIn: 30, allowedModels: ['lucy-2.1'] };
  expect(await mint('2026-03-21')).toEqual([200, 600, undefined]);
  expect(await mint('2026-03-21', options)).toEqual([200, 600, undefined]);
  expect(await mint('2026-03-21', { metadata: 'no object' })).toEqual([422, undefined, undefined]);
  expect(await mint('2026-03-22')).toEqual([200, 60, undefined]);
  expect(await mint('2026-03-22', options)).toEqual([200, 30, { models: ['lucy-2.1'] }]);
});

test('a mint answer has a signed token from 23 June 2026 on, and takes origins from 3 May on', async () => {
  const mint = async (asOf: string) => {
    await using served = await serve({ asOf });
    const response = await fetch(`${served.mock.url}/v1/client/tokens`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_r', 'content-type': 'application/json' },
      body: JSON.stringify({ allowedModels: ['lucy-2.1'], allowedOrigins: ['https://app.example'] }),
    });
    const { apiKey, token, permissions } = (await response.json()) as Record<string, unknown>;
    expect(apiKey).toMatch(/^ek_/);
    return [typeof token, permissions];
  };
  const models = ['lucy-2.1'];
  const origins = ['https://app.example'];
  expect(await mint('2026-05-02')).toEqual(['undefined', { models }]);
  expect(await mint('2026-05-03')).toEqual(['undefined', { models, origins }]);
  expect(await mint('2026-06-22')).toEqual(['undefined', { models, origins }]);
  expect(await mint('2026-06-23')).toEqual(['string', { models, origins }]);
});

describe('a client token as a JWT', () => {
  test('is refused with another algorithm, without a signature, or with a suffix', async () => {
    await using mock = await startMock({ seed: 'jwt' });
    const { jwt } = await mock.world.account('dct_jwt').tokens.mint();
    const [head = '', body = ''] = jwt.split('.');
    const other = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');
    const signature = createHmac('sha256', 'x').update(`${other}.${body}`).digest('base64url');
    expect((await quota(mock, jwt)).status).toBe(200);
    for (const forged of [`${other}.${body}.${signature}`, `${head}.${body}.`, `${jwt}=`]) {
      expect((await quota(mock, forged)).status).toBe(401);
    }
  });

  test('is neither listed nor accepted for a token that was minted before mint answers had it', async () => {
    const headers = { 'x-api-key': KEY };
    const minted = async (mock: Mock): Promise<string> => {
      const answer = await mock.fetch('/v1/client/tokens', { method: 'POST', headers });
      return ((await answer.json()) as { apiKey: string }).apiKey;
    };
    const options = { seed: 'unsigned', clock: 'manual', now: '2026-07-01' } as const;
    await using signing = createMock(options);
    const apiKey = await minted(signing);
    const [signed] = await signing.account(KEY).tokens();
    await using mock = createMock({ ...options, asOf: '2026-06-22' });
    expect(await minted(mock)).toBe(apiKey);
    const { tokens } = (await (await mock.fetch('/_mock/tokens', { headers })).json()) as {
      tokens: object[];
    };
    expect(tokens).toEqual(await mock.account(KEY).tokens());
    expect(tokens).toEqual([{ ...signed, jwt: undefined }]);
    expect(tokens[0]).not.toHaveProperty('jwt');
    const statusOf = async (target: Mock, credential = ''): Promise<number> =>
      (await target.fetch('/v1/realtime/quota', { headers: { 'x-api-key': credential } })).status;
    expect(await statusOf(signing, signed?.jwt)).toBe(200);
    expect([await statusOf(mock, apiKey), await statusOf(mock, signed?.jwt)]).toEqual([200, 401]);
    const saved = await mock.account(KEY).save();
    await mock.account('dct_copy').load(JSON.parse(JSON.stringify(saved)));
    const [copy] = await mock.account('dct_copy').tokens();
    expect(copy).not.toHaveProperty('jwt');
    expect(await statusOf(mock, copy?.apiKey)).toBe(200);
  });
});
