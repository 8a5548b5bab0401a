import { describe, expect, test } from 'vitest';
import { accountOf, connect, generating, startQuiet } from './support/start.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64');

describe('joining over LiveKit', () => {
  test.each([
    ['bare', { type: 'livekit_join' }],
    ['with passthrough', { type: 'livekit_join', passthrough: true }],
    ['with a state to follow', { type: 'livekit_join', passthrough: false }],
    ['with null as initial state', { type: 'livekit_join', initial_state: null }],
    [
      'with capabilities',
      { type: 'livekit_join', passthrough: true, client_capabilities: { frame_timing: true } },
    ],
  ])('%s: room info at once, and one per join', async (_name, join) => {
    await using mock = await startQuiet();
    await using client = await connect(mock);
    client.send(join);
    const info = await client.next('livekit_room_info');
    expect(info).toEqual({
      type: 'livekit_room_info',
      livekit_url: mock.realtimeUrl,
      token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      room_name: `room-${String(info['session_id'])}`,
      session_id: expect.stringMatching(/^sess_/) as string,
    });
    client.send(join);
    await client.next('livekit_room_info', 2);
    await client.settled();
    expect(client.of('livekit_room_info')).toHaveLength(2);
  });

  test('an initial state in the join is acked once', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', initial_state: { type: 'set_image', image_data: null } });
    await client.next('generation_started');
    expect(client.of('set_image_ack')).toEqual([{ type: 'set_image_ack', success: true, error: null }]);
  });

  test('the WebSocket proxy of the SDK examples gets acks while the room is empty', async () => {
    await using mock = await startQuiet({ clock: 'real' });
    await using client = await connect(mock, { model: 'lucy-2.1' });
    client.send({ type: 'livekit_join' });
    await client.next('livekit_room_info');
    client.send({ type: 'set_image', image_data: PNG, prompt: 'Test prompt', enhance_prompt: false });
    expect(await client.next('set_image_ack')).toMatchObject({ success: true });
    client.send({ type: 'prompt', prompt: 'Cyberpunk neon city', enhance_prompt: true });
    expect(await client.next('prompt_ack')).toMatchObject({ success: true });
  });

  test('its older version sets the state without an offer or join', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock, { model: 'lucy-2.1' });
    client.send({ type: 'set_image', image_data: PNG, prompt: 'Test prompt', enhance_prompt: false });
    client.send({ type: 'prompt', prompt: 'Cyberpunk neon city', enhance_prompt: true });
    await client.next('prompt_ack');
    expect(client.types()).toEqual(['session_id', 'set_image_ack', 'prompt_ack']);
  });
});

describe('state and acks', () => {
  test('a prompt ack repeats the prompt byte for byte', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    const prompt = '  Ünïcode \t "quotes" 🎈 ';
    client.send({ type: 'prompt', prompt, enhance_prompt: true });
    expect(await client.next('prompt_ack')).toEqual({
      type: 'prompt_ack',
      prompt,
      success: true,
      error: null,
    });
  });

  test.each([
    ['a string', { image_data: PNG }, null],
    ['a data URI, as Android forwards it', { image_data: `data:image/png;base64,${PNG}` }, null],
    ['null', { image_data: null }, null],
    ['null beside a null prompt', { image_data: null, prompt: null }, null],
    ['absent beside a prompt, as iOS does', { prompt: 'text only', enhance_prompt: false }, null],
    ['not base64', { image_data: 'not base64!' }, 'image_data is not base64'],
    ['not an image', { image_data: 'AQI=' }, 'Invalid file type'],
    ['too large', { image_data: 'A'.repeat(13_400_000) }, 'image too large'],
    [
      'given beside image_ref',
      { image_data: PNG, image_ref: 'file_x' },
      'Exactly one of image_data and image_ref must be given',
    ],
    ['an unknown file', { image_ref: 'file_nothere' }, 'File not found'],
    ['absent, as is everything else', {}, 'At least one of image_data, image_ref and prompt must be given'],
  ])('image_data is %s', async (_name, fields, error) => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    client.send({ type: 'set_image', ...fields });
    expect(await client.next('set_image_ack')).toEqual({
      type: 'set_image_ack',
      success: error === null,
      error,
    });
  });

  test('image_ref accepts a file of the account, also one uploaded over HTTP on the same port', async () => {
    await using mock = await startQuiet();
    const form = new FormData();
    form.append('file', new Blob([Buffer.from(PNG, 'base64')]), 'ref.png');
    const upload = await fetch(`${mock.url}/v1/files`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_realtime' },
      body: form,
    });
    const { id } = (await upload.json()) as { id: string };
    await using client = await generating(mock);
    client.send({ type: 'set_image', image_ref: id, prompt: 'noir', enhance_prompt: true });
    expect(await client.next('set_image_ack')).toMatchObject({ success: true });

    await using stranger = await generating(mock, { key: 'dct_stranger' });
    stranger.send({ type: 'set_image', image_ref: id });
    expect(await stranger.next('set_image_ack')).toMatchObject({ success: false, error: 'File not found' });
  });

  test('a prompt over the model’s limit fails with the limit; one at the limit is applied', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock, { model: 'lucy-2.5' });
    client.send({ type: 'prompt', prompt: '🎈'.repeat(751) });
    expect(await client.next('prompt_ack')).toMatchObject({
      success: false,
      error: 'Prompt is too long: at most 750 characters fit',
    });
    client.send({ type: 'prompt', prompt: '🎈'.repeat(750) });
    expect(await client.next('prompt_ack', 2)).toMatchObject({ success: true });
  });

  test('a try-on prompt over 226 tokens fails with the limit; one at the limit is applied', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock, { model: 'lucy-vton-latest' });
    client.send({ type: 'prompt', prompt: 'red '.repeat(227) });
    expect(await client.next('prompt_ack')).toMatchObject({
      success: false,
      error: 'Prompt is too long: at most 226 tokens fit',
    });
    client.send({ type: 'set_image', image_data: PNG, prompt: 'a '.repeat(227) });
    expect(await client.next('set_image_ack')).toMatchObject({
      success: false,
      error: 'Prompt is too long: at most 226 tokens fit',
    });
    client.send({ type: 'prompt', prompt: 'red '.repeat(226) });
    expect(await client.next('prompt_ack', 2)).toMatchObject({ success: true });
  });

  test('acks keep their order: a late one holds back those behind it', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    client.send({ type: 'set_image', image_data: PNG, prompt: 'one [mock:late=20s]' });
    client.send({ type: 'prompt', prompt: 'two' });
    await client.settled();
    expect(client.types().filter((type) => type.endsWith('_ack'))).toEqual([]);
    await accountOf(mock).clock.advance(19_999);
    await client.settled();
    expect(client.of('prompt_ack')).toEqual([]);
    await accountOf(mock).clock.advance(1);
    await client.next('prompt_ack');
    expect(client.types().filter((type) => type.endsWith('_ack'))).toEqual(['set_image_ack', 'prompt_ack']);
  });

  test('rules and directives make acks fail, skip and repeat', async () => {
    await using mock = await startQuiet();
    const { rules } = accountOf(mock);
    rules.add({
      operation: 'realtime.image',
      when: { first: 1 },
      effect: { type: 'ack', fail: 'moderation rejected' },
    });
    rules.add({ operation: 'realtime.image', when: { nth: 2 }, effect: { type: 'ack', times: 2 } });
    await using client = await connect(mock);
    client.send({ type: 'prompt', prompt: 'naughty [mock:refuse]' });
    expect(await client.next('prompt_ack')).toMatchObject({ success: false, error: 'moderation rejected' });
    client.send({ type: 'prompt', prompt: 'silence [mock:noack]' });
    client.send({ type: 'set_image', image_data: PNG });
    expect(await client.next('set_image_ack')).toMatchObject({
      success: false,
      error: 'moderation rejected',
    });
    expect(client.of('prompt_ack')).toHaveLength(1);
    client.send({ type: 'set_image', image_data: PNG });
    await client.next('set_image_ack', 3);
    expect(rules.list().map(({ fired }) => fired)).toEqual([1, 1]);
  });

  test('malformed messages get an error; unknown types are ignored; the socket stays open', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    for (const bad of [
      '{',
      '[]',
      '"x"',
      '{"type":7}',
      { type: 'prompt' },
      { type: 'set_image', image_data: 5 },
      { type: 'livekit_join', initial_state: { prompt: { text: 'hey' } } },
    ]) {
      client.send(bad);
    }
    client.socket.send(Buffer.from('{"type":"livekit_join"}'), { binary: true });
    client.send({ type: 'metrics_report', fps: 30 });
    client.send({ type: '__proto__' });
    client.send({ type: 'observability', data: { kind: 'diagnostic' } });
    client.send({ type: 'prompt', prompt: 'still here' });
    await client.next('prompt_ack');
    expect(client.of('error').map(({ error }) => error)).toEqual([
      'Message is not JSON',
      'Message has no type',
      'Message has no type',
      'Message has no type',
      'Field prompt of the message is missing or malformed',
      'Field image_data of the message is missing or malformed',
      'Field initial_state of the message is missing or malformed; it is a whole message of type prompt or set_image, such as {"type":"prompt","prompt":"Anime style"}',
      'Messages must be text frames',
    ]);
    for (const { error, message } of client.of('error')) expect(message).toBe(error);
  });

  test('a flood of unanswered messages closes the socket', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    client.send({ type: 'prompt', prompt: '[mock:late=60s]' });
    for (let count = 0; count < 300; count++) client.send({ type: 'prompt', prompt: `${count}` });
    expect(await client.closed).toEqual({ code: 1008, reason: 'Too many messages at once' });
  });

  test('a frame over 32 MiB closes with 1009', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    client.socket.send('x'.repeat(32 * 1024 * 1024 + 1));
    expect(await client.closed).toMatchObject({ code: 1009 });
  });
});
