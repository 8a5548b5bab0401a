import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RuleInput } from '../../src/world/rules/types.js';
import type { RunningMock } from '../../src/index.js';
import { connect, startQuiet } from '../unit/realtime/support/start.js';
import { form, videoBlob } from '../unit/http/support/serve.js';

/** A client token, an account key, another client token as a JWT: the marks of each in any text. */
const secrets = {
  account: 'dct_PLANTEDACCOUNTKEY',
  token: 'ek_PLANTEDCLIENTTOKEN',
  jwt: 'eyJQTEFOVEVE.eyJQTEFOVEVEand.PLANTEDsignature',
} as const;
const key = 'dct_realtime';
const headers = { 'x-api-key': key };
const json = { ...headers, 'content-type': 'application/json' };

/** The places of a secret, each in an exchange of its own. */
const places: Readonly<Record<string, (mock: RunningMock, secret: string) => Promise<unknown>>> = {
  path: ({ url }, secret) => fetch(`${url}/v1/nothing/${secret}/more`, { headers }),
  'percent-encoded path': ({ url }, secret) =>
    fetch(`${url}/v1/nothing/%${secret.charCodeAt(0).toString(16)}${secret.slice(1)}`, { headers }),
  'percent-encoded path with a malformed escape': ({ url }, secret) =>
    fetch(`${url}/v1/nothing/%${secret.charCodeAt(0).toString(16)}${secret.slice(1)}%zz`, { headers }),
  'path encoded twice': ({ url }, secret) =>
    fetch(`${url}/v1/nothing/%25${secret.charCodeAt(0).toString(16)}${secret.slice(1)}`, { headers }),
  query: ({ url }, secret) => fetch(`${url}/v1/realtime/quota?note=${secret}&api_key=${secret}`, { headers }),
  'base URL': ({ url }, secret) => fetch(`${url}/${secret}/v1/realtime/quota`, { headers }),
  model: ({ url }, secret) =>
    fetch(`${url}/v1/jobs/${secret}`, { method: 'POST', headers, body: form({ data: videoBlob }) }),
  'model to resolve': ({ url }, secret) => fetch(`${url}/v1/models/resolve?model=${secret}`, { headers }),
  'job id': ({ url }, secret) => fetch(`${url}/v1/jobs/${secret}`, { headers }),
  prompt: ({ url }, secret) =>
    fetch(`${url}/v1/jobs/lucy-2.5`, {
      method: 'POST',
      headers,
      body: form({ data: videoBlob, prompt: `a cat [mock:${secret}] ${secret}` }),
    }),
  'form field': ({ url }, secret) =>
    fetch(`${url}/v1/jobs/lucy-2.5`, {
      method: 'POST',
      headers,
      body: form({ seed: secret, [secret]: '1' }),
    }),
  'file name': ({ url }, secret) => {
    const body = new FormData();
    body.set('file', videoBlob, `${secret}.mp4`);
    return fetch(`${url}/v1/files`, { method: 'POST', headers, body });
  },
  'JSON body': ({ url }, secret) =>
    fetch(`${url}/v1/client/tokens`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ allowedModels: [7, secret], metadata: { nested: { note: secret } } }),
    }),
  'body that is not JSON': ({ url }, secret) =>
    fetch(`${url}/v1/client/tokens`, { method: 'POST', headers: json, body: `{"note": ${secret}` }),
  'header of effects': ({ url }, secret) =>
    fetch(`${url}/v1/realtime/quota`, {
      headers: {
        ...headers,
        'x-decart-mock': JSON.stringify({ type: 'respond', status: 418, body: { note: secret } }),
      },
    }),
  'WebSocket subprotocol': async ({ realtimeUrl }, secret) => {
    const socket = new WebSocket(`${realtimeUrl}/v1/stream?api_key=${key}&model=lucy-2.5`, [secret]);
    await once(socket, 'open');
    socket.close();
    await once(socket, 'close');
  },
  'WebSocket query': async (mock, secret) => {
    await using client = await connect(mock, { query: { note: secret, token: secret, [secret]: '1' } });
    await client.settled();
  },
  'model of a WebSocket': async (mock, secret) => {
    await using client = await connect(mock, { model: secret });
    await client.next('error');
  },
  'client frames': async (mock, secret) => {
    await using client = await connect(mock);
    client.send(`not JSON ${secret}`);
    client.send({ type: secret, note: secret });
    client.send({ type: 'prompt', prompt: secret });
    client.send({ type: 'prompt', prompt: { note: secret } });
    await client.settled();
  },
  'close reason and message of a rule': (mock, secret) =>
    ruled(mock, {
      operation: 'realtime.join',
      effect: { type: 'close', code: 4000, reason: secret, message: secret },
    }),
  'end reason and message of a rule': (mock, secret) =>
    ruled(mock, {
      operation: 'realtime.generation',
      effect: { type: 'end', reason: secret, message: secret },
    }),
  'message of a rule': (mock, secret) =>
    ruled(mock, {
      operation: 'realtime.join',
      effect: { type: 'message', message: { type: secret, note: secret } },
    }),
  'acknowledgement of a rule': (mock, secret) =>
    ruled(mock, { operation: 'realtime.prompt', effect: { type: 'ack', fail: secret } }),
};

/** A session under one rule, whose id holds the secret too. */
async function ruled(mock: RunningMock, rule: RuleInput): Promise<void> {
  const { rules } = mock.account(key);
  const secret = /PLANTED[A-Za-z]*/.exec(JSON.stringify(rule))?.[0] ?? '';
  const { id } = await rules.add({
    id: `id of ${Object.values(secrets).find((one) => one.includes(secret))}`,
    ...rule,
  });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  client.send({ type: 'prompt', prompt: 'x' });
  await Promise.race([client.settled(), client.closed]);
  await client.close();
  await rules.remove(id);
}

/** Everything that shows the journal: the control API, the page for humans, and what a snapshot saves of it. */
async function shown({ url, world }: RunningMock): Promise<Readonly<Record<string, string>>> {
  const get = async (path: string): Promise<string> =>
    (await fetch(`${url}/_mock${path}`, { headers })).text();
  const snapshot = JSON.parse(await get('/snapshot')) as { readonly journal: unknown };
  return {
    journal: await get('/journal'),
    inspector: await get(`/inspector?account=${world.account(key).tag}`),
    sessions: await get('/sessions'),
    snapshot: JSON.stringify(snapshot.journal),
  };
}

/** The places of a secret that only a name or what surrounds it marks. */
const marked: typeof places = {
  'path in upper case': ({ url }) => fetch(`${url}/v1/nothing/DCT_${PLAIN}`, { headers }),
  'path parameter': ({ url }) => fetch(`${url}/v1/nothing;token=${PLAIN}/x`, { headers }),
  'query in capitals': ({ url }) =>
    fetch(`${url}/v1/realtime/quota?Token=${PLAIN}&queue_key=${PLAIN}`, { headers }),
  'WebSocket query': async (mock) => {
    const next = `https%3A%2F%2Fa%2F%3Fapi_key%3D${PLAIN}`;
    await using client = await connect(mock, {
      query: { queue_key: PLAIN, apiKey: PLAIN, Token: PLAIN, next },
    });
    await client.settled();
  },
  'JSON body': ({ url }) =>
    fetch(`${url}/v1/models/resolve`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(namedSecrets()),
    }),
  'metadata of a token': ({ url }) =>
    fetch(`${url}/v1/client/tokens`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ metadata: { ...namedSecrets(), texts: secretTexts } }),
    }),
  'form field': ({ url }) => {
    const fields = { data: videoBlob, webhook_url: secretTexts[0], client_token: PLAIN, 'x-api-key': PLAIN };
    return fetch(`${url}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body: form(fields) });
  },
  prompt: async ({ url }) => {
    for (const prompt of secretTexts)
      await fetch(`${url}/v1/jobs/lucy-2.5`, {
        method: 'POST',
        headers,
        body: form({ data: videoBlob, prompt }),
      });
  },
  'header of effects': ({ url }) =>
    fetch(`${url}/v1/realtime/quota`, {
      headers: {
        ...headers,
        'x-decart-mock': JSON.stringify({ type: 'respond', status: 418, body: namedSecrets() }),
      },
    }),
  'client frames': async (mock) => {
    await using client = await connect(mock);
    client.send({ type: 'prompt', ...namedSecrets(), prompt: secretTexts.join(' ') });
    for (const text of secretTexts) client.send(`not JSON ${text}`);
    await client.settled();
  },
};
const PLAIN = 'PLANTEDplain';
const secretTexts = [
  `https://u:${PLAIN}@h/cb?token=${PLAIN}&api_key=${PLAIN}`,
  `Authorization: Bearer ${PLAIN}`,
  `Bearer ${PLAIN}`,
  JSON.stringify({ note: [{ clientToken: PLAIN }, JSON.stringify({ passwd: PLAIN })] }),
  `api_key = ${PLAIN}`,
] as const;
const namedSecrets = (): object =>
  Object.fromEntries(
    [
      ...['api-key', 'client_token', 'clientToken', 'secret_key', 'secretKey', 'private_key', 'authToken'],
      ...['livekit_secret', 'passwd', 'X-Api-Key', 'queueKey', 'db.password', 'Set-Cookie'],
    ].map((name) => [name, PLAIN]),
  );

test.each(Object.keys(marked))(
  'a secret that is marked only by its name or by what is around it, in the %s, is redacted',
  async (place) => {
    await using mock = await startQuiet({ keys: { [key]: {} }, onWarning: () => undefined });
    await marked[place]?.(mock, PLAIN);
    expect(await mock.account(key).journal.count()).toBeGreaterThan(0);
    for (const [where, text] of Object.entries(await shown(mock)))
      expect({ where, text }).not.toMatchObject({ text: expect.stringMatching(/PLANTED/) as string });
  },
);

test('names without a secret stay readable in the journal', async () => {
  await using mock = await startQuiet({ keys: { [key]: {} } });
  const metadata = {
    key: 'a.mp4',
    file_key: 'b.mp4',
    model_key: 'c',
    public_key: 'd',
    trajectory: 'e',
    max_tokens: 5,
  };
  const body = JSON.stringify({ metadata });
  await fetch(`${mock.url}/v1/client/tokens`, { method: 'POST', headers: json, body });
  expect((await mock.account(key).journal.find()).at(-1)?.request).toEqual({ metadata });
});

describe.each(Object.entries(secrets))('a secret of the kind %s', (_kind, secret) => {
  let mock: RunningMock;
  beforeAll(async () => void (mock = await startQuiet({ keys: { [key]: {} }, onWarning: () => undefined })));
  afterAll(() => mock.close());

  test.each(Object.keys(places))('in the %s is redacted', async (place) => {
    const { journal } = mock.account(key);
    await journal.clear();
    await places[place]?.(mock, secret);
    expect(await journal.count()).toBeGreaterThan(0);
    for (const [where, text] of Object.entries(await shown(mock)))
      expect({ where, text }).not.toMatchObject({ text: expect.stringMatching(/PLANTED/) as string });
  });
});
