import { expect, test } from 'vitest';
import { admit, scripted, type Dial } from './scripted.js';

/** A session that runs, and what its app has heard since. */
async function running(key?: object) {
  const server = scripted((dial) => {
    admit(dial);
    dial.say({ type: 'prompt_ack', prompt: 'a red cat', success: true, error: null });
    server.clock.after(10, () => dial.say({ type: 'generation_started' }));
  }, key);
  const connecting = server.connect({ initialState: { prompt: { text: 'a red cat', enhance: false } } });
  await server.clock.advance(20);
  const session = await connecting;
  if (!session) throw new Error(server.told.join());
  server.told.length = 0;
  const [dial] = server.dials as [Dial];
  return { ...server, dial, session };
}

test('the join says that a state follows, and the state follows at once', async () => {
  const { dial } = await running();
  expect(dial.sent).toEqual([
    { type: 'livekit_join', passthrough: false },
    { type: 'prompt', prompt: 'a red cat', enhance_prompt: false },
  ]);
});

test.each(['moderation_violation', 'insufficient_credits'])(
  'a generation that ended with %s ends the session at the close',
  async (reason) => {
    const { clock, dial, dials, told, session } = await running();
    dial.say({ type: 'generation_ended', seconds: 3, reason });
    await clock.advance(1_000);
    expect(session.getConnectionState()).toBe('generating');
    dial.close(1000);
    await clock.advance(60_000);
    expect(told).toEqual([`generation ended: ${reason}`, `ended: ${reason}`, 'disconnected']);
    expect(dials).toHaveLength(1);
  },
);

test.each([
  [1008, '', 'policy_violation'],
  [1013, 'Session Limit Reached', 'session_limit'],
] as const)('a close with %s "%s" ends a running session', async (code, text, reason) => {
  const { clock, dial, dials, told } = await running();
  dial.close(code, text);
  await clock.advance(60_000);
  expect(told).toEqual([`ended: ${reason}`, 'disconnected']);
  expect(dials).toHaveLength(1);
});

test('another close, or the end of the room, is dialled again at once', async () => {
  const { clock, dial, dials, told } = await running();
  dial.close(1000);
  await clock.advance(100);
  expect(told).toEqual(['reconnecting', 'connected', 'generating']);
  dials[1]?.roomsLost[0]?.();
  await clock.advance(100);
  expect(dials).toHaveLength(3);
});

test('a room that ends before a 1008 arrives costs a state', async () => {
  const { clock, dial, told } = await running();
  dial.roomsLost[0]?.();
  dial.close(1008);
  await clock.advance(60_000);
  expect(told).toEqual(['reconnecting', 'ended: policy_violation', 'disconnected']);
});

test('replays what was acknowledged last: a prompt keeps the picture, a picture clears the prompt', async () => {
  const { clock, dial, dials, session } = await running();
  const set = session.setImage('file_1');
  dial.say({ type: 'set_image_ack', success: true, error: null });
  await set;
  dial.close(1011);
  await clock.advance(100);
  expect(dials[1]?.sent).toEqual([
    { type: 'livekit_join', passthrough: false },
    { type: 'set_image', image_ref: 'file_1' },
  ]);
  dials[1]?.say({ type: 'set_image_ack', success: true, error: null });
  const prompt = session.setPrompt('snow');
  dials[1]?.say({ type: 'prompt_ack', prompt: 'snow', success: true, error: null });
  await prompt;
  const refused = session.setPrompt('fog').catch((error: Error) => error.message);
  dials[1]?.say({ type: 'prompt_ack', prompt: 'fog', success: false, error: 'no fog' });
  expect(await refused).toBe('no fog');
  dials[1]?.close(1011);
  await clock.advance(100);
  expect(dials[2]?.sent[1]).toEqual({
    type: 'set_image',
    image_ref: 'file_1',
    prompt: 'snow',
    enhance_prompt: true,
  });
});

test('a provider that fails while reconnecting is asked again; a bad key ends the session', async () => {
  let asked = 0;
  const { clock, dial, dials, told } = await running({
    apiKeyProvider: () => {
      asked++;
      if (asked === 2) throw new Error('The key server is down.');
      return asked === 1 ? 'key' : '';
    },
  });
  dial.close(1006);
  await clock.advance(60_000);
  expect(asked).toBe(3);
  expect(dials).toHaveLength(1);
  expect(told).toEqual([
    'reconnecting',
    'disconnected',
    expect.stringMatching(/^error: .*non-empty API key/),
  ]);
});
