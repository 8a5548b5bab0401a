/** What LipSync Live takes as pictures and sound (facts: lipsync-and-avatar.md 1.4 and 1.5). */
import { imageSize } from 'image-size';
import { describe, expect, test } from 'vitest';
import { configured, handled, jpeg, results, sendPictures, sendSound, startLipsync } from './support.js';

const CHUNK = 20_480;

describe('base64', () => {
  test.each(['base64', 'base64url'] as const)('%s comes in, standard goes out', async (alphabet) => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    // Sound whose base64 has both characters in which the alphabets differ.
    const sound = Buffer.alloc(CHUNK, Buffer.from('fbefbeffffff', 'hex'));
    sendSound(client, sound, alphabet);
    const video_frame = (await jpeg()).toString(alphabet);
    for (let sent = 0; sent < 16; sent++) client.send({ type: 'video_input', video_frame });
    expect((await results(client, 16))[0]?.sound.equals(sound)).toBe(true);
  });

  test('without padding is taken too', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    client.send({ type: 'audio_input', audio_data: 'AAECAw' });
    await sendPictures(client, 16);
    expect((await results(client, 16))[0]?.sound.subarray(0, 4)).toEqual(Buffer.from([0, 1, 2, 3]));
  });

  test.each([
    [
      { type: 'audio_input', audio_data: 'data:audio/wav;base64,AAAA' },
      'Field audio_data of audio_input is not base64',
    ],
    [{ type: 'audio_input', audio_data: 'A' }, 'Field audio_data of audio_input is not base64'],
    [{ type: 'video_input', video_frame: '%' }, 'Field video_frame of video_input is not base64'],
  ])('%j is refused and changes nothing', async (message, problem) => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    client.send(message);
    expect((await client.next('error'))['message']).toBe(problem);
    await sendPictures(client, 16);
    expect((await results(client, 16))[0]?.sound.equals(Buffer.alloc(CHUNK))).toBe(true);
  });
});

describe('pictures', () => {
  test.each([
    [450, 800],
    [33, 17],
    [8, 8],
    [1, 1],
    [1280, 720],
  ])('of %ix%i come back in their size', async (width, height) => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await sendPictures(client, 16, await jpeg(width, height));
    for (const { picture } of await results(client, 16))
      expect(imageSize(picture)).toMatchObject({ width, height, type: 'jpg' });
  });

  test('of different sizes may share a chunk', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await sendPictures(client, 8, await jpeg(64, 96));
    await sendPictures(client, 8, await jpeg(96, 64));
    const widths = (await results(client, 16)).map(({ picture }) => imageSize(picture).width);
    expect(widths).toEqual([...Array<number>(8).fill(64), ...Array<number>(8).fill(96)]);
  });

  test.each([
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['a PNG', Buffer.from('iVBORw0KGgo=', 'base64')],
    ['the beginning of a JPEG', Buffer.from('/9j/4AAQSkZJRgABAQ==', 'base64')],
  ])('that are %s get an error, and no result', async (_what, bytes) => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await sendPictures(client, 1, bytes);
    expect((await client.next('error'))['message']).toBe(
      'Field video_frame of video_input is not a JPEG that can be decoded',
    );
    await sendPictures(client, 16);
    expect((await results(client, 16))[0]?.sound).toHaveLength(CHUNK);
    await client.settled();
    expect(client.of('synced_result')).toHaveLength(16);
  });

  test('that are large come back in messages under 1 MiB', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock, 1, 16_000);
    await sendPictures(client, 1, await jpeg(2000, 1500));
    await handled(client);
    await mock.world.account('dct_lipsync').clock.advance(2_000);
    const [message] = [await client.next('synced_result')];
    expect(JSON.stringify(message).length).toBeLessThan(1024 * 1024);
  });
});
