import { Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { classes, Message, methods, parseMessage } from 'werift';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startMock } from '../../src/index.js';
import { addressList, addressProblem, isHostAddress } from '../../src/media/ice/addresses.js';
import { AddressGate } from '../../src/media/ice/address-gate.js';
import { CandidateFilter } from '../../src/media/ice/candidate-filter.js';
import { CheckBudget } from '../../src/media/ice/check-budget.js';
import type { IceOptions } from '../../src/media/ice/ice-options.js';
import { MediaNetwork } from '../../src/media/ice/media-network.js';
import { HttpClient } from '../media/support/http-client.js';
import { until } from '../support/patience.js';
import { TODAY } from '../unit/realtime/support/start.js';

afterEach(() => vi.restoreAllMocks());

/** Notes the arguments of each call of a method of sockets, which does what it always does. */
function spyThrough(method: 'send' | 'bind', note: (args: unknown[]) => void): void {
  const original: unknown = Reflect.get(Socket.prototype, method);
  vi.spyOn(Socket.prototype, method).mockImplementation(function (this: Socket, ...args: unknown[]): never {
    note(args);
    return Reflect.apply(original as () => never, this, args) as never;
  });
}

/** Where packets of this process go, and which addresses its sockets are bound to, as Node is asked for them. */
function watchSockets() {
  const sent = new Set<unknown>();
  const bound = new Set<unknown>();
  const noteSend = (args: unknown[]): void => void sent.add(args.find((each) => typeof each === 'string'));
  const noteBind = ([options]: unknown[]): void =>
    void bound.add((options as { address?: string } | undefined)?.address);
  spyThrough('send', noteSend);
  spyThrough('bind', noteBind);
  return { sent, bound };
}

/** Names 300 addresses of others beside its own candidates. */
class ForeignClient extends HttpClient {
  protected override async offer(): Promise<string> {
    const sdp = await super.offer();
    const foreign = Array.from({ length: 300 }, (_, at) => {
      const host = at % 3 === 0 ? `f${at}.local` : at % 3 === 1 ? `f${at}.example` : `198.51.100.${at % 250}`;
      return `a=candidate:${at} 1 udp 2122260223 ${host} ${5_000 + at} typ host\r\n`;
    });
    return sdp.replace(/(a=ice-ufrag)/, `${foreign.join('')}$1`);
  }
}

const own = (): string[] =>
  Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));

test('on a loopback host not one packet goes off this machine, whatever a client names', async () => {
  const { sent, bound } = watchSockets();
  await using mock = await startMock({ now: TODAY, render: 'testcard' });
  await using client = new ForeignClient(mock.url);
  await client.connect({ model: 'lucy-2.5', prompt: 'snow' });
  await until(() => expect(client.packets.video).toBeGreaterThan(30));
  expect(bound).toContain('127.0.0.1');
  expect([...sent].filter((address) => !own().includes(String(address)))).toEqual([]);
});

test('a session on a loopback host names candidates on loopback and no STUN server', async () => {
  await using mock = await startMock({ now: TODAY, render: 'testcard' });
  await using client = new HttpClient(mock.url);
  const hear = vi.spyOn(client.connection, 'addIceCandidate');
  await client.connect({ model: 'lucy-2.5', prompt: 'snow' });
  await until(() => expect(client.packets.video).toBeGreaterThan(0));
  const hosts = hear.mock.calls.map(([candidate]) => String(candidate?.candidate).split(' ')[4]);
  expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']));
});

describe('where media may go', () => {
  const CLIENT = '192.0.2.7';
  const permits = (host: string, options: IceOptions, address: string) =>
    new MediaNetwork(options, host).of(CLIENT).permits(address);

  test.each<[string, string, IceOptions, string[], string[]]>([
    ['loopback', '127.0.0.1', {}, ['127.0.0.1', '::1'], [CLIENT, '198.51.100.1']],
    ['loopback', 'localhost', {}, ['127.0.0.9'], [CLIENT]],
    ['loopback', '::1', {}, ['127.0.0.1'], [CLIENT]],
    ['client', '0.0.0.0', {}, ['127.0.0.1', CLIENT], ['198.51.100.1', '192.0.2.8']],
    ['client', '0.0.0.0', { allow: ['198.51.100.0/24'] }, [CLIENT, '198.51.100.1'], ['198.51.101.1']],
    ['client', '127.0.0.1', { allow: ['198.51.100.1'] }, ['198.51.100.1'], ['198.51.100.2']],
    ['client', '127.0.0.1', { advertisedAddress: '203.0.113.5' }, [CLIENT], ['198.51.100.2']],
    ['loopback', '127.0.0.1', { advertisedAddress: '127.0.0.1' }, ['127.0.0.1'], [CLIENT]],
    [
      'anywhere',
      '127.0.0.1',
      { reach: 'anywhere' },
      ['198.51.100.2'],
      ['224.0.0.1', '0.0.0.0', '255.255.255.255'],
    ],
    ['loopback', '0.0.0.0', { reach: 'loopback' }, ['127.0.0.1'], [CLIENT]],
  ])('is %s on %s with %j', (reach, host, options, yes, no) => {
    expect(new MediaNetwork(options, host).reach).toBe(reach);
    expect(yes.filter((address) => !permits(host, options, address))).toEqual([]);
    expect(no.filter((address) => permits(host, options, address))).toEqual([]);
  });

  test('names of hosts are never permitted, so none is looked up', () => {
    const client = new MediaNetwork({ reach: 'anywhere' }).of();
    expect(['a.local', 'example.com', 'localhost', ''].filter((name) => client.permits(name))).toEqual([]);
    expect(isHostAddress('ff02::fb')).toBe(false);
  });

  test('the address of a dual-stack socket is the plain one', () => {
    expect(new MediaNetwork({}, '::').of(`::ffff:${CLIENT}`).permits(CLIENT)).toBe(true);
  });

  test('an address from which the client connects again is permitted as well', () => {
    const client = new MediaNetwork({}, '0.0.0.0').of(CLIENT);
    client.add('198.51.100.9');
    expect(client.permits('198.51.100.9')).toBe(true);
  });

  test.each(['10.0.0.0/33', '10.0.0', 'example.com', '10.0.0.0/', '10.0.0.0/8/8', '::1/129'])(
    '"%s" is no address and no network',
    (text) => {
      expect(addressProblem(text)).toMatch(/^Write an address or a network, like/);
      expect(() => addressList([text])).toThrow(RangeError);
    },
  );
});

describe('the candidates of a client', () => {
  const candidate = (host: string, port: number, transport = 'udp') => ({ transport, host, port });

  test('are at most 16 of an address and 64 of all, each once, over UDP', () => {
    const filter = new CandidateFilter(new MediaNetwork({ reach: 'anywhere' }).of());
    expect(filter.accepts(candidate('198.51.100.1', 9, 'tcp'))).toBe(false);
    expect(filter.accepts(candidate('198.51.100.1', 0))).toBe(false);
    const accepted = (host: string): number =>
      Array.from({ length: 300 }, (_, at) => filter.accepts(candidate(host, 1 + at))).filter(Boolean).length;
    expect(accepted('198.51.100.1')).toBe(16);
    expect(filter.accepts(candidate('198.51.100.1', 1))).toBe(false);
    const others = Array.from({ length: 10 }, (_, at) => accepted(`198.51.100.${2 + at}`));
    expect(others).toEqual([16, 16, 16, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('get at most 100 checks at once to an address that does not answer', () => {
    const budget = new CheckBudget();
    const took = Array.from({ length: 5_000 }, () => budget.take('198.51.100.1')).filter(Boolean).length;
    expect(took).toBeGreaterThanOrEqual(100);
    expect(took).toBeLessThan(1_000);
    expect(budget.take('198.51.100.2')).toBe(true);
  });
});

describe('a gate', () => {
  const ice = {
    userHistory: { ours: 'our-password' },
    localPassword: 'our-password',
    remotePassword: 'theirs',
  };
  const TARGET = '198.51.100.1';
  const request = (password?: string): Buffer => {
    const message = new Message(methods.BINDING, classes.REQUEST);
    message.setAttribute('USERNAME', 'ours:client').setAttribute('PRIORITY', 1);
    return password === undefined ? message.bytes : message.addMessageIntegrity(Buffer.from(password)).bytes;
  };
  const gateFor = (options: IceOptions, awaited = false): AddressGate =>
    new AddressGate(new MediaNetwork(options, '0.0.0.0').of('192.0.2.7'), ice, () => awaited);

  test('lets no check in without the credentials, so that it gets no answer and starts none', () => {
    const gate = gateFor({});
    expect([undefined, 'wrong'].map((password) => gate.receives(request(password), TARGET, 9))).toEqual([
      false,
      false,
    ]);
    expect(gate.sends(request('x'), TARGET, 9)).toBe(false);
    expect(gate.receives(request('our-password'), TARGET, 9)).toBe(true);
    expect(gate.sends(request('x'), TARGET, 9)).toBe(true);
    expect(gate.sends(request('x'), TARGET, 10)).toBe(false);
  });

  test('sends media to an address only after it answered a check that it was sent', () => {
    const media = Buffer.alloc(50, 0x80);
    const answer = (): Buffer =>
      new Message(methods.BINDING, classes.RESPONSE).addMessageIntegrity(Buffer.from('theirs')).bytes;
    expect(parseMessage(answer(), Buffer.from('theirs'))).toBeDefined();
    const unasked = gateFor({});
    unasked.receives(answer(), '192.0.2.7', 9);
    expect(unasked.sends(media, '192.0.2.7', 9)).toBe(false);
    const asked = gateFor({}, true);
    expect(asked.sends(media, '192.0.2.7', 9)).toBe(false);
    asked.receives(answer(), '192.0.2.7', 9);
    expect(asked.sends(media, '192.0.2.7', 9)).toBe(true);
    expect(asked.sends(media, '192.0.2.7', 10)).toBe(false);
  });
});
