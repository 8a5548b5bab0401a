import { describe, expect, test } from 'vitest';
import { createDeployedRooms } from '../../src/media/livekit/deployed-rooms.js';
import { countingIds, echo, EventLog, eventually, hostRooms, testcard } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';

/**
 * No LiveKit server can be had here, so the embedded one stands in for it. It does not hand one client's tracks to
 * another, so what the stand-in makes of a camera is not seen here: joining, events and its own picture are.
 */
describe('rooms on a LiveKit server elsewhere', () => {
  test('the stand-in joins as inference participant, tells of clients, and publishes a card when nobody else does', async () => {
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
    // The room it is a guest of sends the card back as its own model's answer: that is not a client's camera.
    await elsewhere.until('firstMedia');
    await eventually('twenty more pictures', () => room.stats.framesOut >= 20);
    expect(room.stats).toMatchObject({
      framesIn: 0,
      flowing: true,
      rendering: { asked: 'testcard', doing: 'testcard' },
    });
    expect(client.local.identity).toBe('user');
    await rooms.close();
    await eventually('the stand-in to be gone', () =>
      elsewhere
        .details('participantLeft')
        .some((each) => (each as { identity: string }).identity.startsWith('inference')),
    );
    expect(rooms.room('studio')).toBeUndefined();
  });

  test('a server that is not there is named in the error', async () => {
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
