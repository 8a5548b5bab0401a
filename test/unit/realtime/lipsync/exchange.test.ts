/** LipSync Live on the wire (facts: lipsync-and-avatar.md 1.3 to 1.8 and 1.10). */
import { describe, expect, test } from 'vitest';
import {
  configured,
  handled,
  jpeg,
  openLipsync,
  results,
  sendPictures,
  sendSound,
  startLipsync,
  tone,
} from './support.js';

const CHUNK = 20_480;

describe('config', () => {
  test('is answered by config_ack alone, the first message of the server', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await client.settled();
    expect(client.messages).toEqual([{ type: 'config_ack' }]);
  });

  test('may come again, and is acknowledged and applied again', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    client.send({ type: 'config', video_fps: 8, audio_sample_rate: 16_000 });
    await client.next('config_ack', 2);
    await sendPictures(client, 16);
    expect((await results(client, 16))[0]?.sound).toHaveLength(64_000);
  });

  test.each([
    [{ type: 'config', video_fps: 0, audio_sample_rate: 16_000 }, 'Field video_fps of config'],
    [{ type: 'config', video_fps: 61, audio_sample_rate: 16_000 }, 'Field video_fps of config'],
    [{ type: 'config', video_fps: 29.97, audio_sample_rate: 16_000 }, 'Field video_fps of config'],
    [{ type: 'config', video_fps: 25 }, 'Field audio_sample_rate of config'],
    [{ type: 'config', video_fps: 1, audio_sample_rate: 48_000 }, '1536000 bytes of sound for 16 pictures'],
  ])('%j is refused, and the socket stays open for another one', async (config, problem) => {
    await using mock = await startLipsync();
    await using client = await openLipsync(mock);
    client.send(config);
    const { message, error } = await client.next('error');
    expect(message).toContain(problem);
    expect(error).toBe(message);
    client.send({ type: 'config', video_fps: 25, audio_sample_rate: 16_000 });
    await client.next('config_ack');
  });

  test('must come first: any other message gets an error and close 1008', async () => {
    await using mock = await startLipsync();
    await using client = await openLipsync(mock);
    await sendPictures(client, 1);
    expect((await client.closed).code).toBe(1008);
    expect(client.messages).toEqual([
      {
        type: 'error',
        message: 'The first message must be config, not video_input',
        error: 'The first message must be config, not video_input',
      },
    ]);
  });
});

describe('a chunk of 16 pictures', () => {
  test('carries its sound on the first result, byte for byte, and an empty string on the others', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    const sound = tone(CHUNK);
    sendSound(client, sound);
    await sendPictures(client, 32);
    const back = await results(client, 32);
    expect(back.map((one) => one.sound.length)).toEqual([CHUNK, ...zeros(15), CHUNK, ...zeros(15)]);
    expect(Buffer.concat(back.map((one) => one.sound)).equals(sound)).toBe(true);
  });

  test.each([
    [25, 16_000, 20_480],
    [8, 16_000, 64_000],
    [30, 16_000, 17_066],
    [60, 48_000, 25_600],
  ])('has the length of 16 / %i s at %i Hz: %i bytes', async (fps, rate, bytes) => {
    await using mock = await startLipsync();
    await using client = await configured(mock, fps, rate);
    await sendPictures(client, 16);
    const [first] = await results(client, 16);
    expect(first?.sound.equals(Buffer.alloc(bytes))).toBe(true);
  });

  test('is padded with zeros when the sound ends within it', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    const sound = tone(100);
    sendSound(client, sound);
    await sendPictures(client, 16);
    const [first] = await results(client, 16);
    expect(first?.sound.subarray(0, 200).equals(sound)).toBe(true);
    expect(first?.sound.subarray(200).equals(Buffer.alloc(CHUNK - 200))).toBe(true);
  });

  test('takes sound that came before it, in the order in which both were sent', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await sendPictures(client, 16);
    sendSound(client, tone(CHUNK / 2));
    await sendPictures(client, 16);
    const back = await results(client, 32);
    expect(back[0]?.sound.equals(Buffer.alloc(CHUNK))).toBe(true);
    expect(back[16]?.sound.equals(tone(CHUNK / 2))).toBe(true);
  });

  test('that is incomplete waits for half a second without a picture, then comes with a whole sound', async () => {
    await using mock = await startLipsync();
    const { clock } = mock.world.account('dct_lipsync');
    await using client = await configured(mock);
    await sendPictures(client, 2);
    await handled(client);
    await clock.advance(499);
    expect(client.of('synced_result')).toEqual([]);
    await sendPictures(client, 1);
    await handled(client);
    await clock.advance(499);
    expect(client.of('synced_result')).toEqual([]);
    await clock.advance(1);
    const back = await results(client, 3);
    expect(back.map((one) => one.sound.length)).toEqual([CHUNK, 0, 0]);
  });

  test('that is incomplete is never answered with strict chunks', async () => {
    await using mock = await startLipsync({ limits: { lipsyncFlushMs: 0 } });
    await using client = await configured(mock);
    await sendPictures(client, 18);
    await results(client, 16);
    await mock.world.account('dct_lipsync').clock.advance(50_000);
    await client.settled();
    expect(client.of('synced_result')).toHaveLength(16);
  });
});

describe('sound', () => {
  test('that is interrupted is dropped, and pictures come back silent', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    sendSound(client, tone(5 * 16_000));
    await sendPictures(client, 16);
    client.send({ type: 'interrupt_audio' });
    await sendPictures(client, 16);
    const back = await results(client, 32);
    expect(back[0]?.sound.equals(Buffer.alloc(CHUNK))).toBe(false);
    expect(back[16]?.sound.equals(Buffer.alloc(CHUNK))).toBe(true);
  });

  test('without its header, when it is a WAV file', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    const sound = tone(CHUNK / 2);
    sendSound(client, wavFile(sound));
    await sendPictures(client, 16);
    expect((await results(client, 16))[0]?.sound.equals(sound)).toBe(true);
  });

  test('of an odd number of bytes goes on with the next message', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    const sound = tone(CHUNK / 2);
    for (const [from, until] of [[0, 1], [1, 4], [4, 1_001], [1_001, CHUNK]]) sendSound(client, sound.subarray(from, until)); // prettier-ignore
    await sendPictures(client, 16);
    expect((await results(client, 16))[0]?.sound.equals(sound)).toBe(true);
  });
});

describe('other messages', () => {
  test.each([
    ['not json', 'Message is not JSON'],
    ['{}', 'Message has no type'],
    ['{"type":"video_input"}', 'Field video_frame of video_input is missing or malformed'],
  ])('%s gets an error, and the socket stays open', async (text, problem) => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    client.send(text);
    expect((await client.next('error'))['message']).toContain(problem);
    await sendPictures(client, 16);
    await results(client, 16);
  });

  test('a binary frame gets an error', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    client.socket.send(Buffer.from('{"type":"interrupt_audio"}'), { binary: true });
    expect((await client.next('error'))['message']).toBe('Messages must be text frames');
  });

  test('of unknown types are ignored', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    client.send({ type: 'from_the_future' });
    await sendPictures(client, 16);
    await results(client, 16);
    expect(new Set(client.types())).toEqual(new Set(['config_ack', 'synced_result']));
  });
});

describe('the end', () => {
  test('an idle socket is closed with 1000 after a minute', async () => {
    await using mock = await startLipsync();
    const { clock } = mock.world.account('dct_lipsync');
    await using client = await configured(mock);
    await clock.advance(59_999);
    await client.settled();
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    await clock.advance(1);
    expect((await client.closed).code).toBe(1000);
  });

  test('results in work are dropped when the client closes', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await sendPictures(client, 64, await jpeg(450, 800));
    await client.close(1000);
    const account = mock.world.account('dct_lipsync');
    await account.journal.waitForCount({ operation: 'lipsync.connect' }, 2);
    expect(account.sessions.list()[0]).toMatchObject({
      model: 'lipsync',
      dialect: 'lipsync',
      stage: 'ended',
      endReason: 'client_ended',
    });
  });
});

const zeros = (count: number): number[] => Array<number>(count).fill(0);

/** A WAV file with a chunk of odd length before its data, and one behind it. */
function wavFile(sound: Buffer): Buffer {
  const chunk = (name: string, bytes: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(bytes.length, 4);
    return Buffer.concat([head, bytes, Buffer.alloc(bytes.length & 1)]);
  };
  const inside = [
    Buffer.from('WAVE'),
    chunk('fmt ', Buffer.from('0100010080 3e0000007d0000 02001000'.replaceAll(' ', ''), 'hex')),
    chunk('LIST', Buffer.from('odd')),
    chunk('data', sound),
    chunk('note', Buffer.from('after')),
  ];
  return chunk('RIFF', Buffer.concat(inside));
}
