import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import { accountOf, connect, startQuiet } from '../unit/realtime/support/start.js';

const key = 'dct_weights';
const headers = { 'x-api-key': key };
const post = { method: 'POST', headers };

test('a path, and the model and the job in it, were told whole and weighed nothing', async () => {
  const journalBytes = 100_000;
  await using mock = createMock({ seed: 'x', limits: { journalBytes } });
  const long = 'x'.repeat(8_000);
  for (let at = 0; at < 20; at++) {
    await mock.fetch(`/v1/jobs/${at}${long}`, post);
    await mock.fetch(`/v1/jobs/${at}${long}`, { headers });
  }
  const kept = mock.account(key).journal.find();
  expect(JSON.stringify(kept).length).toBeLessThan(1.2 * journalBytes);
  expect(kept.at(-2)?.model).toMatch(/^19x{198}\[cut\]$/);
  expect(kept.at(-1)?.jobId).toMatch(/^19x{198}\[cut\]$/);
});

test('the half of a secret at which a model was cut was told', async () => {
  await using mock = createMock({ seed: 'x' });
  const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiJlayJ9.c2lnbmF0dXJl';
  const model = `${'x'.repeat(170)} ${jwt}`;
  const asked = { ...post, body: JSON.stringify({ model, sdp: { type: 'offer', sdp: 'v=0' } }) };
  await mock.fetch('/v1/realtime/sessions', {
    ...asked,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  const [entry] = mock.account(key).journal.find({ operation: 'sessions.create' });
  expect(entry?.model).toContain('x'.repeat(170));
  expect(JSON.stringify(entry)).not.toContain('eyJ');
});

test('directives by the hundred thousand were told one by one, and weighed nothing', async () => {
  await using mock = createMock({ seed: 'x', limits: { journalBodyBytes: 0 } });
  const body = new FormData();
  body.set('prompt', '[mock:malformed]'.repeat(50_000));
  await mock.fetch('/v1/jobs/lucy-2.5', { ...post, body });
  const [entry] = mock.account(key).journal.find();
  expect(entry?.rules?.slice(0, 2)).toEqual(['magic:malformed', 'magic:malformed']);
  expect(entry?.rules?.at(-1)).toBe('[cut]');
  expect(JSON.stringify(entry?.rules).length).toBeLessThan(8_000);
});

test('a secret in the id of a rule was told', async () => {
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
  const told = journal.find().flatMap((entry) => entry.rules ?? []);
  expect(told).toEqual(ids.map((operation) => `for ${operation} of [redacted]`));
  expect(JSON.stringify(journal.find())).not.toContain('SECRET');
});
