import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractGuard, findContract } from '../../../conformance/engine/contract-guard.js';
import { discover } from '../../../conformance/targets/discover.js';
import type { CaseResult } from '../../../conformance/engine/case-result.js';
import { runCase } from '../../../conformance/engine/run-case.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { startRelay } from '../../../conformance/traffic/relay.js';
import type { RelayedFrame, SocketHook } from '../../../conformance/traffic/relay-socket.js';
import { startMock, type RunningMock } from '../../../src/index.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'wrong' })));
afterAll(() => mock.close());

const requirements = loadRequirements();
const guard = contractGuard(findContract() ?? '');

/** Runs a case against the stand-in behind something that spoils what goes over the socket. */
async function spoiled(id: string, socket: SocketHook): Promise<CaseResult> {
  const relay = await startRelay(mock.url, { socket });
  try {
    const definition = serverCases.find((each) => each.id === id);
    if (!definition) throw new Error(`There is no case ${id}.`);
    return await runCase(definition, await discover({ url: relay.url }), { requirements, seed: 1, guard });
  } finally {
    await relay.close();
  }
}

type Message = Record<string, unknown>;

/** Changes the messages of one type on their way to the client. */
const onServer =
  (type: string, change: (message: Message) => Message[]): SocketHook =>
  () => ({
    frame: (frame: RelayedFrame) => {
      if (frame.from !== 'server') return [frame];
      const message = JSON.parse(frame.data.toString()) as Message;
      if (message['type'] !== type) return [frame];
      return change(message).map((one) => ({ ...frame, data: Buffer.from(JSON.stringify(one)) }));
    },
  });

const closing =
  (code: number): SocketHook =>
  () => ({ ended: (end) => (end.by === 'server' ? { ...end, code } : end) });

describe('a realtime server that is wrong in one place is caught there', () => {
  test.each<[string, string, SocketHook]>([
    ['RT-03', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [{ ...m, token: '' }])],
    ['RT-02', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [m, m])],
    ['RT-30', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [{ type: 'hello' }, m])],
    ['ERR-01', 'realtime.join/room-info', onServer('livekit_room_info', (m) => [{ ...m, session_id: 7 }])],
    [
      'RT-08',
      'realtime.prompt/acks',
      onServer('prompt_ack', (m) => [{ ...m, prompt: String(m['prompt']).trim() }]),
    ],
    ['RT-10', 'realtime.prompt/acks', onServer('prompt_ack', (m) => [m, m])],
    [
      'RT-09',
      'realtime.image/acks',
      onServer('set_image_ack', (m) => [{ ...m, success: false, error: 'no' }]),
    ],
    [
      'RT-13',
      'realtime.image/by-reference',
      onServer('set_image_ack', (m) => [{ ...m, success: true, error: null }]),
    ],
    ['RT-16', 'realtime.generation/ticks', onServer('generation_tick', (m) => [{ ...m, seconds: 1 }])],
    ['RT-15', 'realtime.generation/ticks', onServer('generation_started', () => [])],
    [
      'RT-17',
      'realtime.generation/ends',
      onServer('generation_ended', (m) => [m, { type: 'generation_tick', seconds: 99 }]),
    ],
    ['RT-18', 'realtime.generation/ends', onServer('generation_ended', (m) => [{ ...m, reason: 'because' }])],
    ['RT-27', 'realtime.generation/duration-limit', onServer('error', () => [])],
    ['RT-32', 'realtime.refusal/bad-key', onServer('error', () => [])],
    ['RT-23', 'realtime.refusal/bad-key', onServer('error', (m) => [{ ...m, error: 'Go away' }])],
    ['RT-20', 'realtime.refusal/retired-model', closing(1011)],
    ['RT-21', 'realtime.quota/limit', closing(1008)],
    ['RT-28', 'realtime.queue/positions', onServer('queue_position', (m) => [{ ...m, position: 1.5 }])],
    ['RT-43', 'realtime.direct/handshake', onServer('session_id', (m) => [{ ...m, server_port: '8787' }])],
  ])(
    '%s by %s',
    async (requirement, id, socket) => {
      const result = await spoiled(id, socket);
      const noticed = result.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
      expect(noticed.map((check) => check.requirement)).toContain(requirement);
    },
    60_000,
  );

  test('a failure shows the frames, and a script without the key', async () => {
    const spoil = onServer('prompt_ack', (m) => [{ ...m, prompt: 'other' }]);
    const { trace } = await spoiled('realtime.prompt/acks', spoil);
    const stream = trace.find(({ frames }) => frames);
    expect(stream?.frames?.some(({ text }) => text.includes('"prompt":"other"'))).toBe(true);
    expect(stream?.curl).toContain('websocat');
    expect(stream?.curl).toContain(`'{"type":"livekit_join","passthrough":true}'`);
    expect(stream?.curl).toContain('"$DECART_API_KEY"');
    expect(JSON.stringify(trace)).not.toMatch(/dct_kit_\w/);
  }, 60_000);
});
