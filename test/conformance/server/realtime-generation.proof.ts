import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SocketHook } from '../../../conformance/traffic/relay-socket.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { broken, judgedBehind, onServer } from './faulty-socket.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'wrong' })));
afterAll(() => mock.close());

describe('a realtime server with one fault fails the requirement about it', () => {
  test.each<[string, string, SocketHook]>([
    ['RT-16', 'realtime.generation/ticks', onServer('generation_tick', (m) => [{ ...m, seconds: 1 }])],
    ['RT-15', 'realtime.generation/ticks', onServer('generation_started', () => [])],
    [
      'RT-17',
      'realtime.generation/ends',
      onServer('generation_ended', (m) => [m, { type: 'generation_tick', seconds: 99 }]),
    ],
    ['RT-18', 'realtime.generation/ends', onServer('generation_ended', (m) => [{ ...m, reason: 'because' }])],
    ['RT-27', 'realtime.generation/duration-limit', onServer('error', () => [])],
  ])('%s by %s', async (requirement, id, socket) => {
    expect(broken(await judgedBehind(mock.url, socket, id))).toContain(requirement);
  });
});
