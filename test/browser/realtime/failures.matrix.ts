import { describe, expect, test } from 'vitest';
import { startMock, type MockOptions, type RunningMock } from '../../../src/index.js';
import type { Effect } from '../../../src/world/rules/effects/effect.js';
import type { RealtimeOperation } from '../../../src/world/rules/operations.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser } from '../with-page.js';
import { withSdk, type ConnectOptions, type SdkPage } from './sdk-page.js';

const LONG = { timeout: 150_000 };
/** For steps that take seconds on an idle machine. */
const PATIENCE_MS = 90_000;

const start = (options: MockOptions = {}): Promise<RunningMock> =>
  startMock({ seed: 'failures', now: '2026-10-08T12:00:00Z', render: 'testcard', ...options });

interface Case {
  readonly name: string;
  readonly operation: RealtimeOperation;
  readonly effect: Effect;
  /** What `connect()` throws at its first attempt, after which it does not retry. */
  readonly throws?: string;
}

const atJoin = (name: string, effect: Effect, throws?: string): Case => ({
  name,
  operation: 'realtime.join',
  effect,
  ...(throws !== undefined && { throws }),
});
const inGeneration = (name: string, effect: Effect): Case => ({
  name,
  operation: 'realtime.generation',
  effect,
});
const signal = (mode: Extract<Effect, { type: 'signal' }>['mode']): Case =>
  atJoin(mode, { type: 'signal', mode });

/** Each case has its own key, and so its own account and rules. */
const keyOf = (name: string): string => `dct_${name.replace(/\W+/g, '_')}`;

/** Connects with one injected fault: the SDK's next attempt is undisturbed. */
function connect(mock: RunningMock, page: SdkPage, one: Case, options: Partial<ConnectOptions> = {}) {
  const { name, operation, effect } = one;
  mock.world.account(keyOf(name)).rules.add({ operation, when: { first: 1 }, effect });
  return page.connect({
    label: name,
    key: keyOf(name),
    model: 'lucy-2.5',
    prompt: 'a red cat',
    camera: false,
    ...options,
  });
}

const sessions = (mock: RunningMock, { name }: Case): number =>
  mock.world.account(keyOf(name)).sessions.list().length;

/** Cases at a time: the SDK gives each attempt 15 s, which a busy machine needs for many at once. */
const GROUP = 4;

async function inGroups<Result>(
  cases: readonly Case[],
  run: (one: Case) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < cases.length; from += GROUP)
    results.push(...(await Promise.all(cases.slice(from, from + GROUP).map(run))));
  return results;
}

const codes = [1000, 1001, 1008, 1011, 1012, 1013, 4000];

describe.skipIf(reportSkip(noBrowser()))('SDK 0.1.20', () => {
  test('retries a failed connect, unless the words of the error stop it', LONG, async () => {
    const cases: readonly Case[] = [
      ...codes.map((code) => atJoin(`close ${code}`, { type: 'close', code })),
      atJoin('error, then close', { type: 'close', code: 1013, message: 'Server at capacity.' }),
      atJoin('drop', { type: 'drop' }),
      atJoin('no room info', { type: 'silent' }),
      signal('validate_500'),
      signal('room_not_found'),
      signal('no_first_message'),
      signal('close_before_join'),
      signal('leave_first_message'),
      { name: 'no-ice', operation: 'realtime.media', effect: { type: 'media', mode: 'no-ice' } },
      atJoin('close 4401', { type: 'close', code: 4401 }, 'WebSocket closed: 4401'),
      atJoin('a bad key', { type: 'close', code: 1008, message: 'Invalid API key' }, 'Invalid API key'),
    ];
    await using mock = await start();
    await withSdk('sdk-0.1.20', mock, async (page) => {
      const seen = await inGroups(cases, async (one) => {
        const thrown = await connect(mock, page, one).then(
          () => page.disconnect(one.name),
          (error: unknown) => (error as Error).message,
        );
        const said = one.throws !== undefined && thrown?.includes(one.throws) ? one.throws : thrown;
        return { name: one.name, said, attempts: sessions(mock, one) };
      });
      expect(seen).toEqual(
        cases.map(({ name, throws }) => ({ name, said: throws, attempts: throws === undefined ? 2 : 1 })),
      );
    });
  });

  test('joins forever where LiveKit is not found', LONG, async () => {
    await using mock = await start();
    const one = signal('validate_service_not_found');
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.recordSockets();
      let settled = false;
      const settle = (): void => void (settled = true);
      void connect(mock, page, one).then(settle, settle);
      await expect.poll(() => page.livekitSockets(), { timeout: PATIENCE_MS }).toBeGreaterThan(5);
      expect(settled).toBe(false);
      expect(sessions(mock, one)).toBe(1);
    });
  });

  test('reconnects with a new session after any close code of a running one', LONG, async () => {
    const cases: readonly Case[] = [
      ...[...codes, 4401].map((code) =>
        inGeneration(`close ${code}`, { type: 'close', code, afterMs: 2_000 }),
      ),
      inGeneration('error, then close', {
        type: 'close',
        code: 1011,
        message: 'Internal server error',
        afterMs: 2_000,
      }),
      inGeneration('drop', { type: 'drop', afterMs: 2_000 }),
    ];
    await using mock = await start();
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await Promise.all(
        cases.map(async (one) => {
          await connect(mock, page, one);
          await page.until(
            'the reconnect',
            ({ states }) =>
              states.includes('reconnecting') &&
              states.lastIndexOf('connected') > states.indexOf('reconnecting'),
            one.name,
            PATIENCE_MS,
          );
          expect(sessions(mock, one), one.name).toBe(2);
        }),
      );
    });
  });

  test(
    'keeps its session while LiveKit signalling fails, and reports the end of a generation',
    LONG,
    async () => {
      const cases: readonly Case[] = [
        signal('no_pong'),
        signal('close_when_connected'),
        signal('drop_when_connected'),
        inGeneration('end', { type: 'end', reason: 'timeout', afterSeconds: 2 }),
      ];
      await using mock = await start();
      await withSdk('sdk-0.1.20', mock, async (page) => {
        await Promise.all(
          cases.map(async (one) => {
            await connect(mock, page, one);
            if (one.name === 'end') {
              const { ended } = await page.until(
                'the end',
                (log) => log.ended.length > 0,
                'end',
                PATIENCE_MS,
              );
              expect(ended).toEqual([{ seconds: 2, reason: 'timeout' }]);
            } else {
              await page.until('five ticks', ({ ticks }) => ticks.includes(5), one.name, PATIENCE_MS);
            }
            const { states } = await page.log(one.name);
            expect(states, one.name).not.toContain('reconnecting');
            expect(sessions(mock, one), one.name).toBe(1);
          }),
        );
      });
    },
  );

  test('reconnects when LiveKit disconnects it', LONG, async () => {
    await using mock = await start();
    const one = signal('leave_when_connected');
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await connect(mock, page, one);
      await expect.poll(() => sessions(mock, one), { timeout: PATIENCE_MS }).toBe(2);
      await page.frames(1, one.name);
    });
  });

  test('keeps its session, but shows an ended track, when LiveKit does not resume it', LONG, async () => {
    await using mock = await start();
    const one = signal('leave_during_reconnect');
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.recordSockets();
      await connect(mock, page, one);
      await page.frames(1, one.name);
      await page.closeLivekitSocket();
      // LiveKit's client joins anew; the SDK delivers the stream again, with the ended track in it.
      await page.until('a stream', (log) => log.streams.length > 1, one.name, PATIENCE_MS);
      await page.stillFrames(one.name);
      const { ticks } = await page.log(one.name);
      const later = (
        await page.until('ticks', (log) => log.ticks.length > ticks.length, one.name, PATIENCE_MS)
      ).states;
      expect(later).not.toContain('reconnecting');
      expect(sessions(mock, one)).toBe(1);
    });
  });

  test(
    'waits for a late ack, ignores a second one, and reports a failed and a missing one',
    LONG,
    async () => {
      await using mock = await start();
      const ack = (name: string, effect: Omit<Extract<Effect, { type: 'ack' }>, 'type'>): Case => ({
        name,
        operation: 'realtime.prompt',
        effect: { type: 'ack', ...effect },
      });
      const cases: readonly (readonly [one: Case, says: string | undefined])[] = [
        [ack('late', { lateMs: 3_000 }), undefined],
        [ack('twice', { times: 2 }), undefined],
        [ack('failed', { fail: 'too naughty' }), 'too naughty'],
        [ack('missing', { skip: true }), 'Prompt send timed out'],
      ];
      await withSdk('sdk-0.1.20', mock, async (page) => {
        await Promise.all(
          cases.map(async ([{ name, operation, effect }, says]) => {
            const { rules } = mock.world.account(keyOf(name));
            await page.connect({ label: name, key: keyOf(name), model: 'lucy-2.5', camera: false });
            rules.add({ operation, when: { first: 1 }, effect });
            const began = Date.now();
            const said = await page.setPrompt('deep sea', name).then(
              () => undefined,
              (error: unknown) => (error as Error).message,
            );
            if (says === undefined) expect(said, name).toBeUndefined();
            else expect(said, name).toContain(says);
            if (name === 'late') expect(Date.now() - began).toBeGreaterThanOrEqual(3_000);
            // The next one works.
            await page.setPrompt('snow', name);
          }),
        );
      });
    },
  );

  test('keeps its session when the video freezes, turns black or stops', LONG, async () => {
    await using mock = await start();
    const spoilt = (mode: 'frozen' | 'black' | 'stop'): Case =>
      inGeneration(mode, { type: 'media', mode, afterSeconds: 2 });
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await connect(mock, page, spoilt('black'));
      const { rgb } = await page.frames(1, 'black');
      expect(Math.max(...rgb)).toBeGreaterThan(60);
      const dark = await page.movedFrom(rgb, 60, 'black');
      expect(Math.max(...dark.rgb)).toBeLessThan(40);
      for (const mode of ['frozen', 'stop'] as const) {
        await connect(mock, page, spoilt(mode));
        await page.frames(1, mode);
        // Seconds count while frames leave; when frames stop, so do the ticks.
        const [record] = mock.world.account(keyOf(mode)).sessions.list();
        await expect.poll(() => record?.seconds, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(2);
        await page.stillFrames(mode);
        expect((await page.session(mode)).state).toBe('generating');
        expect((await page.log(mode)).errors).toEqual([]);
      }
    });
  });

  test('delivers tracks that arrive one by one: audio first, then audio and video', LONG, async () => {
    await using mock = await start();
    const one: Case = {
      name: 'one-by-one',
      operation: 'realtime.media',
      effect: { type: 'media', mode: 'one-by-one' },
    };
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await connect(mock, page, one, { camera: true, microphone: true });
      await page.until('both', ({ streams }) => streams.length >= 2, one.name, PATIENCE_MS);
      expect((await page.log(one.name)).streams).toEqual([['audio'], ['audio', 'video']]);
      await page.frames(3, one.name);
    });
  });
});
