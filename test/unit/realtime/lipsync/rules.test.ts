/** Rules on LipSync Live, and what its sessions leave in the journal. */
import { describe, expect, test } from 'vitest';
import type { RuleInput } from '../../../../src/world/rules/types.js';
import { StreamClient } from '../support/stream-client.js';
import {
  configured,
  KEY,
  openLipsync,
  results,
  sendPictures,
  sendSound,
  startLipsync,
  tone,
} from './support.js';

const CONFIG = { type: 'config', video_fps: 25, audio_sample_rate: 16_000 };

async function ruled(...rules: RuleInput[]) {
  const mock = await startLipsync();
  const account = mock.world.account(KEY);
  for (const rule of rules) account.rules.add(rule);
  return { mock, account, [Symbol.asyncDispose]: () => mock.close() };
}

describe('a rule on lipsync.connect', () => {
  test('answers the upgrade with a status', async () => {
    await using served = await ruled({
      operation: 'lipsync.connect',
      effect: { type: 'respond', status: 503 },
    });
    await expect(openLipsync(served.mock)).rejects.toThrow('503');
  });

  test('refuses with an error of the table', async () => {
    await using served = await ruled({
      operation: 'lipsync.connect',
      effect: { type: 'error', code: 'at_capacity' },
    });
    await using client = await openLipsync(served.mock);
    expect((await client.closed).code).toBe(1013);
    expect(client.messages[0]?.['message']).toBe('Server at capacity. Please try again later.');
  });

  test('keeps the socket silent', async () => {
    await using served = await ruled({ operation: 'lipsync.connect', effect: { type: 'silent' } });
    await using client = await openLipsync(served.mock);
    client.send(CONFIG);
    await sendPictures(client, 16);
    await served.account.journal.waitForCount({ operation: 'lipsync.video' }, 1);
    await client.settled();
    expect(client.messages).toEqual([]);
  });

  test('closes after a time on the account clock', async () => {
    await using served = await ruled({
      operation: 'lipsync.connect',
      effect: { type: 'close', code: 1011, reason: 'broken', message: 'Server error', afterMs: '3s' },
    });
    await using client = await configured(served.mock);
    await served.account.clock.advance(3_000);
    expect(await client.closed).toEqual({ code: 1011, reason: 'broken' });
    expect(client.of('error')).toEqual([{ type: 'error', message: 'Server error', error: 'Server error' }]);
  });
});

describe('a rule on lipsync.config', () => {
  test('delays the ack on the account clock', async () => {
    await using served = await ruled({ operation: 'lipsync.config', effect: { type: 'ack', lateMs: '20s' } });
    await using client = await openLipsync(served.mock);
    client.send(CONFIG);
    await served.account.journal.waitForCount({ operation: 'lipsync.config' }, 1);
    await served.account.clock.advance(19_999);
    expect(client.messages).toEqual([]);
    await served.account.clock.advance(1);
    await client.next('config_ack');
  });

  test.each([
    [{ type: 'ack', fail: 'no capacity' }, ['error']],
    [{ type: 'ack', times: 2 }, ['config_ack', 'config_ack']],
    [{ type: 'ack', skip: true }, []],
    [{ type: 'silent' }, []],
    [{ type: 'error', code: 'internal' }, ['error']],
  ] as const)('%j makes the server send %j', async (effect, types) => {
    await using served = await ruled({ operation: 'lipsync.config', effect });
    await using client = await openLipsync(served.mock);
    client.send(CONFIG);
    await served.account.journal.waitForCount({ operation: 'lipsync.config' }, 2);
    await client.settled();
    expect(client.types()).toEqual(types);
  });
});

describe('a rule on lipsync.video', () => {
  test('withholds one result, and the others make the chunk', async () => {
    await using served = await ruled({
      operation: 'lipsync.video',
      when: { nth: 1 },
      effect: { type: 'no-response' },
    });
    await using client = await configured(served.mock);
    await sendPictures(client, 17);
    expect((await results(client, 16))[0]?.sound).toHaveLength(20_480);
    await client.settled();
    expect(client.of('synced_result')).toHaveLength(16);
  });

  test('delays a picture and those behind it', async () => {
    await using served = await ruled({
      operation: 'lipsync.video',
      when: { nth: 16 },
      effect: { type: 'delay', ms: '2s' },
    });
    await using client = await configured(served.mock);
    await sendPictures(client, 32);
    const labels = (): string[] => served.account.clock.pending.map(({ label }) => label);
    await expect.poll(labels).toContain('late LipSync message');
    expect(client.of('synced_result')).toEqual([]);
    await served.account.clock.advance(2_000);
    await results(client, 32);
  });

  test('sends an error instead of a result, or any message', async () => {
    await using served = await ruled(
      { operation: 'lipsync.video', when: { nth: 1 }, effect: { type: 'error', code: 'moderation' } },
      {
        operation: 'lipsync.video',
        when: { nth: 2 },
        effect: { type: 'message', message: { type: 'tick' } },
      },
    );
    await using client = await configured(served.mock);
    await sendPictures(client, 17);
    await results(client, 16);
    expect(client.of('error')[0]?.['message']).toBe('Content rejected by moderation');
    expect(client.of('tick')).toEqual([{ type: 'tick' }]);
  });

  test('cuts the connection without a close frame', async () => {
    await using served = await ruled({
      operation: 'lipsync.video',
      when: { nth: 3 },
      effect: { type: 'drop' },
    });
    await using client = await configured(served.mock);
    await sendPictures(client, 3);
    expect((await client.closed).code).toBe(1006);
  });
});

describe('a rule on lipsync.audio', () => {
  test('drops the sound of a message', async () => {
    await using served = await ruled({
      operation: 'lipsync.audio',
      when: { nth: 1 },
      effect: { type: 'silent' },
    });
    await using client = await configured(served.mock);
    sendSound(client, tone(10_240));
    sendSound(client, tone(10_240, 0.2));
    await sendPictures(client, 16);
    expect((await results(client, 16))[0]?.sound.equals(tone(10_240, 0.2))).toBe(true);
  });
});

test.each([
  ['end', { reason: 'x' }, 'lipsync.video'],
  ['media', { mode: 'frozen' }, 'lipsync.video'],
  ['queue', { position: 1 }, 'lipsync.connect'],
  ['malformed', {}, 'lipsync.connect'],
])('the effect %s %j is refused on %s', async (type, fields, operation) => {
  await using mock = await startLipsync();
  expect(() =>
    mock.world.account(KEY).rules.add({ operation, effect: { type, ...fields } } as unknown as RuleInput),
  ).toThrow(`does not apply to ${operation}`);
});

describe('the journal', () => {
  test('has stages, config, the first sound, and one entry for each chunk', async () => {
    await using mock = await startLipsync();
    const { journal } = mock.world.account(KEY);
    await using client = await configured(mock);
    for (let sent = 0; sent < 50; sent++) sendSound(client, tone(400));
    await sendPictures(client, 32);
    await results(client, 32);
    await journal.waitForCount({ kind: 'ws', operation: 'lipsync.video' }, 2);
    const shown = journal
      .find({ operation: 'lipsync.*' })
      .map(({ operation, detail }) => [
        operation,
        detail?.['stage'] ?? `${String(detail?.['direction'])} ${String(detail?.['type'])}`,
      ]);
    expect(shown).toEqual([
      ['lipsync.connect', 'admitted'],
      ['lipsync.config', 'in config'],
      ['lipsync.config', 'joined'],
      ['lipsync.config', 'out config_ack'],
      ['lipsync.audio', 'in audio_input'],
      ['lipsync.video', 'generating'],
      ['lipsync.video', 'out synced_result'],
      ['lipsync.video', 'out synced_result'],
    ]);
    const [, chunk] = journal.find({ kind: 'ws', operation: 'lipsync.video' });
    expect(chunk).toMatchObject({
      model: 'lipsync',
      request: { video_input: { pictures: 16, first: 16 } },
      response: { synced_result: { results: 16, audio_bytes: 20_480, silent: false } },
    });
  });

  test('shows neither keys nor bytes of pictures and sound', async () => {
    await using mock = await startLipsync();
    const { journal } = mock.world.account('dct_secret_of_lipsync');
    await using client = await StreamClient.openUrl(
      `${mock.realtimeUrl}/router/lipsync/ws?api_key=dct_secret_of_lipsync`,
    );
    client.send(CONFIG);
    sendSound(client, tone(10_240));
    await sendPictures(client, 16);
    await results(client, 16);
    const text = JSON.stringify(journal.find());
    expect(text).not.toContain('dct_secret_of_lipsync');
    expect(text).not.toMatch(/[A-Za-z0-9+/]{60}/);
  });
});
