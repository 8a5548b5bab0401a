import { describe, expect, test } from 'vitest';
import { createDeployedRooms } from '../../src/media/livekit/deployed-rooms.js';
import { countingIds, echo, EventLog, eventually, hostRooms, testcard } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';

/**
 * No LiveKit server is available here, so the embedded one replaces it. It does not send one client's tracks to another,
 * so these tests cover joining, events and the mock's own card, but not how it processes a camera.
 */
describe('rooms on another LiveKit server', () => {
  test('the mock joins as inference participant, reports clients, and publishes a card when no client publishes', async () => {
    await using host = await hostRooms({ renderer: echo });
    const elsewhere = new EventLog();
    await host.rooms.createRoom('studio', { events: elsewhere.events });
    const rooms = createDeployedRooms({
      url: host.url,
      keys: host.rooms.keys,
      renderer: testcard,
      ids: countingIds('remote'),
    });
    const log = new EventLog();
    const room = await rooms.createRoom('studio', { events: log.events });
    expect(elsewhere.details('participantJoined')).toMatchObject([{ identity: 'inference-server-remote1' }]);
    await using client = await RtcClient.connect(
      host.url,
      await rooms.mintToken({ room: 'studio', identity: 'user' }),
    );
    await log.until('participantJoined', ({ identity }: { identity: string }) => identity === 'user');
    room.setPrompt('a red cat');
    await log.until('firstMedia');
    await elsewhere.until(
      'inputVideo',
      ({ identity }: { identity: string }) => identity === 'inference-server-remote1',
    );
    // The embedded room sends the card back as its own model's output: that is not a client's camera.
    await elsewhere.until('firstMedia');
    await eventually('twenty more frames', () => room.stats.framesOut >= 20);
    expect(room.stats).toMatchObject({
      framesIn: 0,
      flowing: true,
      rendering: { asked: 'testcard', doing: 'testcard' },
    });
    expect(client.local.identity).toBe('user');
    await rooms.close();
    await eventually('the mock to leave', () =>
      elsewhere
        .details('participantLeft')
        .some((each) => (each as { identity: string }).identity.startsWith('inference')),
    );
    expect(rooms.room('studio')).toBeUndefined();
  });

  test('the error names an unreachable server', async () => {
    const rooms = createDeployedRooms({
      url: 'ws://127.0.0.1:9',
      keys: { key: 'devkey', secret: 'secret' },
      renderer: echo,
      ids: countingIds(),
    });
    await expect(rooms.createRoom('studio')).rejects.toThrow(
      'Cannot join the room "studio" on ws://127.0.0.1:9 as inference-server-id1.',
    );
  });
});
