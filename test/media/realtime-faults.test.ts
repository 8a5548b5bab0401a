import { describe, expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import type { EffectOf } from '../../src/world/rules/effects/effect.js';
import { eventually } from './support/room-host.js';
import { DirectClient } from './support/direct-client.js';
import { admin } from './support/room-admin.js';
import { join, startReal } from './support/joined.js';
import { accountOf, connect } from '../unit/realtime/support/start.js';

type Mode = EffectOf<'media'>['mode'];

const PATIENCE = 120_000;

/** Adds a media fault to every session, from the first second of generation or from its set-up. */
function spoil(mock: RunningMock, mode: Mode, afterSeconds?: number): void {
  const operation = afterSeconds === undefined ? 'realtime.media' : 'realtime.generation';
  const effect = { type: 'media' as const, mode, ...(afterSeconds !== undefined && { afterSeconds }) };
  accountOf(mock).rules.add({ operation, effect });
}

describe('[mock:end] in the first prompt ends the generation as soon as it starts', () => {
  const prompt = 'a cat [mock:end=timeout]';
  const ended = { seconds: 0, reason: 'timeout' };

  test('in a room', { timeout: PATIENCE }, async () => {
    await using mock = await startReal();
    await using session = await join(mock, { prompt });
    const { client, room } = session;
    await room.publishVideo('vp8');
    expect(await client.next('generation_ended')).toMatchObject(ended);
    expect(client.types()).toContain('generation_started');
  });

  test('over a direct connection', { timeout: PATIENCE }, async () => {
    await using mock = await startReal();
    await using client = await connect(mock);
    client.send({ type: 'prompt', prompt });
    await client.next('prompt_ack');
    await using peer = new DirectClient(client, true);
    await peer.connect();
    expect(await client.next('generation_ended')).toMatchObject(ended);
    expect(client.types()).toContain('generation_started');
  });
});

describe('media faults by rule, in a whole session', () => {
  test.each(['frozen', 'stop'] as const)(
    '%s: frames stop, and seconds no longer count',
    { timeout: PATIENCE },
    async (mode) => {
      await using mock = await startReal();
      const { clock } = accountOf(mock);
      spoil(mock, mode, 2);
      await using session = await join(mock);
      const { client, room } = session;
      await room.publishVideo('vp8');
      await client.next('generation_started');
      await room.nextFrames(3);
      await clock.advance(2_000);
      await client.next('generation_tick', 2);
      await eventually('the flow to stop', () =>
        clock.pending.every(({ label }) => label !== 'generation tick'),
      );
      await clock.advance(60_000);
      await client.settled();
      expect(client.of('generation_tick')).toHaveLength(2);
      expect(client.types()).not.toContain('error');
    },
  );

  test('black: the video turns black, and is billed', { timeout: PATIENCE }, async () => {
    await using mock = await startReal({ render: 'testcard' });
    const { clock } = accountOf(mock);
    spoil(mock, 'black', 1);
    await using session = await join(mock, { prompt: 'Anime style' });
    const { client, room } = session;
    await room.publishVideo('vp8');
    await client.next('generation_started');
    const [bright] = (await room.nextFrames(3)).mean;
    expect(bright).toBeGreaterThan(60);
    await clock.advance(1_000);
    await eventually('black', () => (room.frames.at(-1)?.mean[0] ?? 255) < 20);
    await clock.advance(1_000);
    await client.next('generation_tick', 2);
  });

  test(
    'no-ice: the client never connects to its room, and is not billed',
    { timeout: PATIENCE },
    async () => {
      await using mock = await startReal();
      spoil(mock, 'no-ice');
      const outcome: string[] = [];
      const doomed = join(mock).then(
        () => outcome.push('in its room'),
        () => outcome.push('given up'),
      );
      // A client that came later, without the rule, is connected by now.
      await using luckier = await join(mock, { key: 'dct_other' });
      await luckier.room.publishVideo('vp8');
      await luckier.room.nextFrames(3);
      expect(outcome).toEqual([]);
      expect(accountOf(mock).sessions.list()).toMatchObject([{ stage: 'joined', seconds: 0 }]);
      await mock.close();
      await doomed;
      expect(outcome).toEqual(['given up']);
    },
  );

  test('one-by-one: audio arrives first, video a second later', { timeout: PATIENCE }, async () => {
    await using mock = await startReal();
    spoil(mock, 'one-by-one');
    await using session = await join(mock);
    const { room } = session;
    await room.publishAudio();
    await room.publishVideo('vp8');
    await room.nextFrames(1);
    const kinds = room.trackFrom.map((from) => from.split(':')[1]);
    expect(kinds).toEqual(['audio', 'video']);
  });
});

test('a camera that is muted is not billed, though the card goes on', { timeout: PATIENCE }, async () => {
  await using mock = await startReal({ render: 'testcard' });
  const { clock } = accountOf(mock);
  const ticking = (): boolean => clock.pending.some(({ label }) => label === 'generation tick');
  await using session = await join(mock, { prompt: 'Anime style' });
  const { client, room } = session;
  const { sid = '' } = await room.publishVideo('vp8');
  await client.next('generation_started');
  await clock.advance(1_000);
  await client.next('generation_tick', 1);

  const { room_name: name } = await client.next('livekit_room_info');
  await admin(mock).mutePublishedTrack(String(name), room.local.identity, sid, true);
  await eventually('the flow to stop', () => !ticking());
  await room.nextFrames(10);
  await clock.advance(30_000);
  await client.settled();
  expect(client.of('generation_tick')).toHaveLength(1);

  await room.local.unpublishTrack(sid);
  await room.publishVideo('vp8');
  await eventually('the flow to go on', ticking);
  await clock.advance(1_000);
  expect(await client.next('generation_tick', 2)).toMatchObject({ seconds: 2 });
});
