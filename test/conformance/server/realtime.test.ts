import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SocketHook } from '../../../conformance/traffic/relay-socket.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { broken, closing, judgedBehind, onServer } from './faulty-socket.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'wrong' })));
afterAll(() => mock.close());

describe('a realtime server with one fault fails the requirement about it', () => {
  test.each<[string, string, SocketHook]>([
    ['RT-03', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [{ ...m, token: '' }])],
    ['RT-02', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [m, m])],
    ['RT-30', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [{ type: 'hello' }, m])],
    ['ERR-01', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [{ ...m, session_id: 7 }])],
    [
      'RT-08',
      'realtime.prompt/acks',
      onServer('prompt_ack', (m) => [{ ...m, prompt: String(m['prompt']).trim() }]),
    ],
    ['RT-10', 'realtime.prompt/acks', onServer('prompt_ack', (m) => [m, m])],
    [
      'RT-09',
      'realtime.image/acks',
      onServer('set_image_ack', (m) => [{ ...m, success: false, error: 'no' }]),
    ],
    [
      'RT-13',
      'realtime.image/by-reference',
      onServer('set_image_ack', (m) => [{ ...m, success: true, error: null }]),
    ],
    ['RT-32', 'realtime.refusal/bad-key', onServer('error', () => [])],
    ['RT-23', 'realtime.refusal/bad-key', onServer('error', (m) => [{ ...m, error: 'Go away' }])],
    ['RT-20', 'realtime.refusal/retired-model', closing(1011)],
    ['RT-21', 'realtime.quota/limit', closing(1008)],
    ['RT-28', 'realtime.queue/positions', onServer('queue_position', (m) => [{ ...m, position: 1.5 }])],
    ['RT-43', 'realtime.direct/handshake', onServer('session_id', (m) => [{ ...m, server_port: '8787' }])],
  ])('%s by %s', async (requirement, id, socket) => {
    expect(broken(await judgedBehind(mock.url, socket, id))).toContain(requirement);
  });

  test('a failure shows the frames, and a script without the key', async () => {
    const spoil = onServer('prompt_ack', (m) => [{ ...m, prompt: 'other' }]);
    const { trace } = await judgedBehind(mock.url, spoil, 'realtime.prompt/acks');
    const stream = trace.find(({ frames }) => frames);
    expect(stream?.frames?.some(({ text }) => text.includes('"prompt":"other"'))).toBe(true);
    expect(stream?.curl).toContain('websocat');
    expect(stream?.curl).toContain(`'{"type":"livekit_join","passthrough":true}'`);
    expect(stream?.curl).toContain('"$DECART_API_KEY"');
    expect(JSON.stringify(trace)).not.toMatch(/dct_kit_\w/);
  }, 60_000);
});
