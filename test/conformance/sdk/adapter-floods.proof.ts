import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AdapterConnection } from '../../../conformance/adapters/connection.js';
import type { FromAdapter, ToAdapter } from '../../../conformance/adapters/protocol.js';
import type { OpenTransport, TransportEvents } from '../../../conformance/adapters/transport.js';

const MB = 1024 * 1024;

function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  for (let turn = 0; turn < 3; turn++) (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const lineOf = (message: FromAdapter): string => JSON.stringify({ kit: 1, ...message });

/** An adapter that greets, and answers a call by whatever `flood` says. */
function flooding(flood: (say: TransportEvents, callId: string) => void) {
  const stopped: number[] = [];
  const open: OpenTransport = async (events) => ({
    send: (text) => {
      const message = JSON.parse(text) as ToAdapter;
      if (message.t === 'hello') events.onLine(lineOf(welcome));
      else if (message.t === 'call') flood(events, message.id);
    },
    stop: async (graceMs) => void stopped.push(graceMs),
  });
  const greeting = { run: 'run', seed: 1, blobBase: 'http://127.0.0.1:1', candidates: {} };
  return { stopped, start: () => AdapterConnection.start(open, greeting) };
}

const welcome: FromAdapter = {
  t: 'welcome',
  protocol: '1.0',
  adapter: { name: 'flood', version: '1' },
  sdk: { name: 'none', version: '0', language: 'none' },
  capabilities: ['adapter.echo'],
};

const echo = (adapter: AdapterConnection) =>
  adapter.call(null, 'adapter.echo', {}, { deadlineMs: 1_000, case: 'a.b/c' });

const answered = (id: string): string => lineOf({ t: 'result', id, outcome: 'ok', value: null });
const event = (on: string, seq: number, data: Record<string, unknown>): string =>
  lineOf({ t: 'event', on, seq, at: seq, name: 'status', data });

describe('an adapter that sends without end', () => {
  it.each<[string, (say: TransportEvents, text: string) => void]>([
    ['on stderr', (say, text) => say.onNoise(text)],
    ['on stdout', (say, text) => say.onLine(text)],
    ['in messages of a later protocol', (say, text) => say.onLine(`{"kit":1,"t":"later","text":"${text}"}`)],
    ['in log messages', (say, text) => say.onLine(lineOf({ t: 'log', level: 'info', text }))],
    ['in messages that are none', (say, text) => say.onLine(`{"kit":1,${text}`)],
  ])('does not fill the memory %s', async (_where, say) => {
    const before = heldBytes();
    const { start } = flooding((events, id) => {
      for (let count = 0; count < 100; count++) say(events, `${count}`.padEnd(MB / 2, 'x'));
      events.onLine(answered(id));
    });
    const adapter = await start();
    await echo(adapter);
    expect(heldBytes() - before).toBeLessThan(5 * MB);
    expect(adapter.gone).toBeUndefined();
  });

  it.each<[string, RegExp, (say: TransportEvents, id: string, count: number) => void]>([
    [
      'events',
      /its events have no end/,
      (say, id, count) => say.onLine(event(id, count, { text: 'x'.repeat(1_000) })),
    ],
    [
      'events of unknown calls',
      /its events have no end/,
      (say, _, count) => say.onLine(event(`x${count}`, 0, {})),
    ],
    ['results of unknown calls', /again and again/, (say, _, count) => say.onLine(answered(`x${count}`))],
    ['breaches of the protocol', /again and again/, (say) => say.onLine('{"kit":1,oops')],
  ])('is stopped for its %s', async (_what, why, say) => {
    const { start, stopped } = flooding((events, id) => {
      for (let count = 0; count < 200_000; count++) say(events, id, count);
    });
    const adapter = await start();
    await expect(echo(adapter)).rejects.toThrow(why);
    expect(adapter.gone).toMatch(why);
    expect(stopped).toEqual([0]);
    expect(adapter.faults.length).toBeLessThanOrEqual(1_000);
  });
});
