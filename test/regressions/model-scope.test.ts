import { expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import { form, imageBlob, videoBlob } from '../unit/http/support/serve.js';
import { connect, KEY, startQuiet } from '../unit/realtime/support/start.js';

const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';

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
const surfaces = [
  ['POST /v1/jobs/{model}', submit, video],
  ['POST /v1/generate/{model}', processCall, image],
  ['/v1/stream', stream, video],
  ['POST /v1/realtime/sessions', session, video],
] as const;

test.each(surfaces)('%s: a token for a model or its alias permits both names', async (_name, call, names) => {
  await using mock = await startQuiet();
  const [canonical, alias] = names;
  for (const allowed of [canonical, alias]) {
    const key = await mint(mock, [allowed]);
    for (const model of [canonical, alias]) expect(await call(mock, key, model)).toBe('admitted');
  }
});

test.each(surfaces)('%s: a token for other models is refused, by either name', async (_name, call, names) => {
  await using mock = await startQuiet();
  const [canonical, alias] = names;
  for (const allowed of [['lucy-vton-3.6', 'lucy-vton-latest'], ['no-such-model'], []]) {
    const key = await mint(mock, allowed);
    for (const model of [canonical, alias])
      expect(await call(mock, key, model)).toContain(`Model '${model}' is not allowed for this token`);
  }
});

test.each(surfaces.filter(([, , names]) => names === video))(
  '%s: an alias permits the model that it means on the day of the call',
  async (_name, call) => {
    // On 2026-07-05 lucy-latest goes from lucy-2.1 to lucy-2.5.
    await using mock = await startQuiet({ now: '2026-07-04T23:30:00Z' });
    const forAlias = await mint(mock, ['lucy-latest']);
    const forOld = await mint(mock, ['lucy-2.1']);
    expect(await call(mock, forAlias, 'lucy-2.1')).toBe('admitted');
    expect(await call(mock, forOld, 'lucy-latest')).toBe('admitted');
    await mock.account(KEY).clock.advance('45m');
    expect(await call(mock, forAlias, 'lucy-2.1')).toContain('not allowed');
    expect(await call(mock, forAlias, 'lucy-2.5')).toBe('admitted');
    expect(await call(mock, forOld, 'lucy-latest')).toContain('not allowed');
    expect(await call(mock, forOld, 'lucy-2.1')).toBe('admitted');
  },
);
