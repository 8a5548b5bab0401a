/** Defects of LipSync Live that were found by driving it in odd ways. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadJpegCodec } from '../../src/media/codecs/jpeg.js';
import {
  configured,
  handled,
  jpeg,
  KEY,
  openLipsync,
  results,
  sendPictures,
  sendSound,
  startLipsync,
  tone,
} from '../unit/realtime/lipsync/support.js';
import { connect, accountOf, startQuiet } from '../unit/realtime/support/start.js';

const CHUNK = 20_480;

/** 16x16 pixels of one grey component. */
const greyJpeg = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoK',
    'CgoKBggLDAsKDAkKCgr/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF',
    'BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW',
    'V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi',
    '4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APD6KKK//9k=',
  ].join(''),
  'base64',
);

describe('time', () => {
  test('at 1 picture a second a chunk waits for 2 s without a picture', async () => {
    await using mock = await startLipsync();
    const { clock } = mock.world.account(KEY);
    await using client = await configured(mock, 1, 8_000);
    for (let sent = 0; sent < 3; sent++) {
      await sendPictures(client, 1);
      await handled(client);
      await clock.advance(1_500);
    }
    expect(client.of('synced_result')).toEqual([]);
    await clock.advance(500);
    const back = await results(client, 3);
    expect(back.map(({ sound }) => sound.length)).toEqual([256_000, 0, 0]);
  });

  test('a scaled clock does not outrun the client: 16 pictures come back as one chunk', async () => {
    await using mock = await startLipsync({ clock: { mode: 'scaled', rate: 3_600 } });
    await using client = await configured(mock);
    for (let sent = 0; sent < 16; sent++) {
      await sendPictures(client, 1);
      await client.settled();
    }
    expect((await results(client, 16)).map(({ sound }) => sound.length)).toEqual([
      CHUNK,
      ...Array<number>(15).fill(0),
    ]);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  test('a move of the clock answers the pictures that have arrived, in one move', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await sendPictures(client, 10, await jpeg(450, 800));
    await client.settled();
    await mock.world.account(KEY).clock.advance(30_000);
    await client.settled();
    expect(client.of('synced_result')).toHaveLength(10);
  });

  test("a wait of the mock's own is no silence of the client: an auto clock that jumps keeps the socket", async () => {
    await using mock = await startLipsync({ clock: 'auto' });
    const account = mock.world.account(KEY);
    account.rules.add({ operation: 'lipsync.config', effect: { type: 'delay', ms: 70_000 } });
    await using client = await configured(mock);
    await account.clock.skipTo(account.clock.now() + 90_000);
    await client.settled();
    expect(client.types()).toEqual(['config_ack']);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });
});

describe('pictures', () => {
  test('a JPEG of one grey component comes back as it looks', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await sendPictures(client, 16, greyJpeg);
    const codec = await loadJpegCodec();
    const back = await codec.decode((await results(client, 16))[0]?.picture ?? Buffer.alloc(0), 1e6);
    const sent = await codec.decode(greyJpeg, 1e6);
    expect(back).toMatchObject({ width: 16, height: 16 });
    expect(Math.abs((back?.rgb[0] ?? 0) - (sent?.rgb[0] ?? 255))).toBeLessThan(8);
  });

  test('a JPEG with much metadata before its size is taken', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    const picture = await jpeg();
    const segment = Buffer.alloc(60_000);
    segment.writeUInt16BE(0xffe1);
    segment.writeUInt16BE(segment.length - 2, 2);
    const large = Buffer.concat([
      picture.subarray(0, 2),
      ...Array<Buffer>(6).fill(segment),
      picture.subarray(2),
    ]);
    await sendPictures(client, 16, large);
    await results(client, 16);
    expect(client.of('error')).toEqual([]);
  });
});

test('a WAV whose data has the size 0, as a stream leaves it, keeps its sound', async () => {
  await using mock = await startLipsync();
  await using client = await configured(mock);
  const head = Buffer.from(
    'RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\0\0\0',
    'latin1',
  );
  const sound = tone(CHUNK / 2);
  sendSound(client, Buffer.concat([head, sound]));
  await sendPictures(client, 16);
  expect((await results(client, 16))[0]?.sound.equals(sound)).toBe(true);
});

test('the magic key dct_at_capacity is refused with 1013', async () => {
  await using mock = await startLipsync();
  await using client = await openLipsync(mock, 'dct_at_capacity');
  expect((await client.closed).code).toBe(1013);
});

test('a client that pings is answered while hundreds of its pictures wait', async () => {
  await using mock = await startLipsync();
  mock.world.account(KEY).rules.add({
    operation: 'lipsync.video',
    when: { nth: 1 },
    effect: { type: 'delay', ms: 5_000 },
  });
  await using client = await configured(mock);
  await sendPictures(client, 300);
  await client.settled();
  expect(client.of('synced_result')).toEqual([]);
});

const png = readFileSync('fixtures/reference.png').toString('base64');
test.each([
  ['realtime.prompt', { type: 'prompt', prompt: 'first' }],
  ['realtime.image', { type: 'set_image', image_data: png }],
] as const)(
  'an error that a rule injects on %s leaves the state as it was',
  async (operation, initial_state) => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation,
      when: { nth: 1 },
      effect: { type: 'error', code: 'internal' },
    });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', initial_state });
    await client.next('error');
    await client.settled();
    // Output still waits for a first state.
    expect(client.of('generation_started')).toEqual([]);
  },
);
