import { expect, test } from 'vitest';
import type { CaseContext } from '../../../conformance/engine/context.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { generating } from '../../../conformance/suites/server/realtime-carry.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { stub } from './stub.js';

const udpSockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;

test('a 101 without a handshake is a fault of the server', { timeout: 60_000 }, async () => {
  await using server = await stub((_request, response) => response.end('{}'));
  server.http.on('upgrade', (_request, socket) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n\xff\xff\xff');
  });
  const run = await runServer(serverCases, server.target, {
    requirements: loadRequirements(),
    version: '0.0.0',
    seed: 1,
    filter: ['realtime.connect/*', 'realtime.join/*'],
  });
  expect(run.results.filter(({ verdict }) => verdict === 'harness-error')).toEqual([]);
  expect(run.results.find(({ id }) => id === 'realtime.join/room-info')).toMatchObject({
    verdict: 'crashed',
    reason: expect.stringMatching(/101 without a WebSocket handshake/) as string,
  });
});

test('a page as the answer to an upgrade is a fault of the server', { timeout: 60_000 }, async () => {
  await using server = await stub((_request, response) => response.end('{}'));
  server.http.on('upgrade', (_request, socket) => {
    socket.on('error', () => undefined).on('end', () => socket.end());
    socket.resume().write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n<html>');
  });
  const run = await runServer(serverCases, server.target, {
    requirements: loadRequirements(),
    version: '0.0.0',
    seed: 1,
    filter: ['realtime.connect/*', 'realtime.join/*'],
  });
  expect(run.results.filter(({ verdict }) => verdict === 'harness-error')).toEqual([]);
  expect(run.results.find(({ id }) => id === 'realtime.join/spellings')).toMatchObject({ verdict: 'fail' });
});

test('a peer whose offer cannot be sent releases its UDP socket', async () => {
  const releases: (() => Promise<void>)[] = [];
  const before = udpSockets();
  const broken = {
    status: 101,
    send: () => {
      throw new Error('not open');
    },
  };
  const context = {
    key: 'dct_k',
    sockets: { open: async () => broken },
    precondition: () => undefined,
    defer: (one: () => Promise<void>) => releases.push(one),
  };
  await expect(generating(context as unknown as CaseContext)).rejects.toThrow('not open');
  expect(udpSockets()).toBeGreaterThan(before);
  for (const one of releases) await one();
  await expect.poll(udpSockets).toBe(before);
});
