import { RoomServiceClient, TokenVerifier } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import { createMock, type RunningMock } from '../../src/index.js';
import { connect, startQuiet } from '../unit/realtime/support/start.js';
import { signalPath } from './support/signal-client.js';

const MEDIA = ['webrtc', 'simulated'] as const;

/** The token that a client gets for the room of a new session. */
async function roomToken(mock: RunningMock): Promise<string> {
  await using client = await connect(mock);
  client.send({ type: 'livekit_join' });
  return String((await client.next('livekit_room_info'))['token']);
}

const listRooms = (mock: RunningMock, key: string, secret: string): Promise<unknown> =>
  new RoomServiceClient(mock.url, key, secret).listRooms();

describe('the pair that signs room tokens', () => {
  test.each(MEDIA)('of the option `livekit` signs, with %s media', async (media) => {
    await using mock = await startQuiet({
      realtime: { media, livekit: { key: 'mine', secret: 'of the test' } },
    });
    expect(mock.livekitKeys).toEqual({ key: 'mine', secret: 'of the test' });
    const claims = await new TokenVerifier('mine', 'of the test').verify(await roomToken(mock));
    expect(claims).toMatchObject({ iss: 'mine', video: { roomJoin: true } });
  });

  test.each(MEDIA)('is random without it, also under one seed, with %s media', async (media) => {
    await using one = await startQuiet({ realtime: { media } });
    await using other = await startQuiet({ realtime: { media } });
    expect(one.seed).toBe(other.seed);
    const { key, secret } = one.livekitKeys;
    expect(key).toMatch(/^API[A-Za-z0-9]{12}$/);
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect(other.livekitKeys.key).not.toBe(key);
    expect(other.livekitKeys.secret).not.toBe(secret);
    const token = await roomToken(one);
    expect(await new TokenVerifier(key, secret).verify(token)).toMatchObject({ iss: key });
    await expect(new TokenVerifier('devkey', 'secret').verify(token)).rejects.toThrow();
  });

  test('opens the RoomService API, and no other pair does', async () => {
    await using mock = await startQuiet({ realtime: { media: 'webrtc' } });
    const { key, secret } = mock.livekitKeys;
    expect(await listRooms(mock, key, secret)).toEqual([]);
    for (const [otherKey, otherSecret] of [
      ['devkey', 'secret'],
      [key, 'secret'],
    ] as const)
      await expect(listRooms(mock, otherKey, otherSecret)).rejects.toMatchObject({ status: 401 });
  });

  test("does not admit a token of LiveKit's development pair to a room", async () => {
    await using mock = await startQuiet({ realtime: { media: 'webrtc' } });
    await using development = await startQuiet({
      realtime: { media: 'webrtc', livekit: { key: 'devkey', secret: 'secret' } },
    });
    const validate = signalPath(mock.realtimeUrl, await roomToken(development), 'V0')
      .replace('?', '/validate?')
      .replace('ws', 'http');
    const answer = await fetch(validate);
    expect([answer.status, await answer.text()]).toEqual([401, 'invalid API key: devkey']);
  });

  test('is text that names what is missing, where the option is wrong', () => {
    const half = { realtime: { livekit: { key: 'mine' } } } as unknown as Parameters<typeof createMock>[0];
    expect(() => createMock(half)).toThrow(/realtime\.livekit\.secret/);
  });
});
