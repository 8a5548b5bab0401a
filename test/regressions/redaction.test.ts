import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { logRequests } from '../../src/cli/request-log.js';
import { createMock } from '../../src/index.js';
import { redactText } from '../../src/contract/redaction/redact-text.js';
import { redact } from '../../src/contract/redaction/redact-value.js';
import { accountOf, connect, KEY, startQuiet } from '../unit/realtime/support/start.js';

test('a percent-encoded key in a path is redacted in the journal', async () => {
  await using mock = createMock({ seed: 'x' });
  const headers = { 'x-api-key': 'dct_me' };
  await mock.fetch('/v1/files/%64ct_stolen', { headers });
  await mock.fetch('/v1/files/a%20b', { headers });
  const paths = (await mock.account('dct_me').journal.find({ operation: 'files.get' })).map(
    ({ path }) => path,
  );
  expect(paths).toEqual(['/v1/files/[redacted]', '/v1/files/a%20b']);
});

test('the request log has the whole path, and redacts a percent-encoded key', async () => {
  const app = express();
  app.use('/_mock', (request, response) => void response.end(request.url));
  const server = createServer(app);
  const lines: string[] = [];
  logRequests(server, (line) => lines.push(line));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await (await fetch(`http://127.0.0.1:${port}/_mock/health?x=%64ct_stolen`)).text();
  await (await fetch(`http://127.0.0.1:${port}/_mock/%64ct_stolen`)).text();
  await (await fetch(`http://127.0.0.1:${port}/_mock/%64ct_stolen%zz/DCT_stolen/%2564ct_stolen`)).text();
  const next = 'https%3A%2F%2Fa%2F%3Fapi_key%3Dstolen';
  await (await fetch(`http://127.0.0.1:${port}/_mock/x?next=${next}&queue_key=stolen&a=%20`)).text();
  await new Promise((resolve) => server.close(resolve));
  expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'GET /_mock/health?x=[redacted] 200',
    'GET /_mock/[redacted] 200',
    'GET /_mock/[redacted]/[redacted]/[redacted] 200',
    'GET /_mock/x?next=https://a/?api_key=[redacted]&queue_key=[redacted]&a=%20 200',
  ]);
});

const key = 'dct_redaction';
const headers = { 'x-api-key': key };
const post = { method: 'POST', headers };

test('a secret is redacted where a model is cut', async () => {
  await using mock = createMock({ seed: 'x' });
  const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiJlayJ9.c2lnbmF0dXJl';
  const model = `${'x'.repeat(170)} ${jwt}`;
  const asked = { ...post, body: JSON.stringify({ model, sdp: { type: 'offer', sdp: 'v=0' } }) };
  await mock.fetch('/v1/realtime/sessions', {
    ...asked,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  const [entry] = await mock.account(key).journal.find({ operation: 'sessions.create' });
  expect(entry?.model).toContain('x'.repeat(170));
  expect(JSON.stringify(entry)).not.toContain('eyJ');
});

test('a secret in the id of a rule is redacted', async () => {
  await using mock = await startQuiet({ keys: { dct_realtime: {} } });
  const { rules, journal } = accountOf(mock);
  const ids = ['quota.get', 'realtime.join', 'realtime.connect'] as const;
  for (const operation of ids)
    rules.add({
      id: `for ${operation} of dct_SECRETSECRET`,
      operation,
      when: { after: operation === 'realtime.connect' ? 1 : 0 },
      effect: { type: 'error', code: 'at_capacity' },
    });
  await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_realtime' } });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  await client.next('error');
  await using refused = await connect(mock);
  await refused.next('error');
  const listed = journal.find().flatMap((entry) => entry.rules ?? []);
  expect(listed).toEqual(ids.map((operation) => `for ${operation} of [redacted]`));
  expect(JSON.stringify(journal.find())).not.toContain('SECRET');
});

test('no key reaches the journal by a path, an id, a name or a type', async () => {
  await using mock = await startQuiet();
  const headers = { 'x-api-key': KEY, 'content-type': 'application/json' };
  await fetch(`${mock.url}/v1/jobs/dct_stolen`, { headers });
  const body = JSON.stringify({
    dct_stolen: 1,
    authorization: ['Bearer stolen'],
    password: { is: 'stolen' },
  });
  await fetch(`${mock.url}/v1/client/tokens`, { method: 'POST', headers, body });
  await using client = await connect(mock);
  client.send({ type: 'dct_stolen' });
  client.send({ type: 'prompt', prompt: 'x', dct_stolen: { secret: ['stolen'] } });
  await client.settled();
  const entries = accountOf(mock).journal.find();
  expect(new Set(entries.map(({ operation }) => operation))).toContain('jobs.status');
  expect(JSON.stringify(entries)).not.toContain('stolen');
});

describe('secrets', () => {
  const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiJlayJ9.c2lnbmF0dXJl';

  test.each([
    ['behind a word', `x my_dct_SECRETSECRET y`],
    ['behind an escaped line end, a key', String.raw`{"log":"key:\ndct_SECRETSECRET"}`],
    ['behind an escaped line end', String.raw`{"log":"token:\nek_0123456789SECRET"}`],
    ['behind a dash', `token-${jwt} y`],
  ])('are redacted %s', (_where, text) => {
    expect(redactText(text)).not.toMatch(/SECRET|eyJ/);
  });

  test('are redacted in the inspector', async () => {
    await using mock = createMock({ seed: 'x' });
    const headers = { 'x-api-key': 'dct_inspected' };
    const form = new FormData();
    form.set('prompt', 'with dct_SECRETSECRET in it');
    form.set('data', new Blob([await readFile('fixtures/input.mp4')], { type: 'video/mp4' }), 'a.mp4');
    await mock.fetch('/v1/jobs/lucy-2.5', { method: 'POST', headers, body: form });
    const [{ tag } = expect.fail()] = mock.world.accounts();
    const page = await (await mock.fetch(`/_mock/inspector?account=${tag}`)).text();
    expect(page).toContain('with [redacted] in it');
    expect(page).not.toContain('SECRET');
  });

  test.each([50, 60, 70, 80, 90])('are redacted where a text is cut at %i', (limit) => {
    const redacted = redact({ text: `${'x '.repeat(20)}${jwt} ${'y'.repeat(100)}` }, limit);
    expect(JSON.stringify(redacted.value)).not.toContain('eyJ');
  });

  test('are redacted in fields whose names mark a secret', () => {
    const names = ['access_token', 'accessToken', 'eventToken', 'refresh_token', 'client_secret', 'cookie'];
    const redacted = redact(Object.fromEntries(names.map((name) => [name, 'plain'])), 1_000).value as object;
    expect(new Set(Object.values(redacted))).toEqual(new Set(['[redacted]']));
    expect(redact({ max_tokens: 5, tokens: ['a'] }, 1_000).value).toEqual({ max_tokens: 5, tokens: ['a'] });
  });
});
