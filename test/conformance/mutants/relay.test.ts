import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startRelay, type Relay } from '../../../conformance/traffic/relay.js';

let url = '';
const sockets = new WebSocketServer({ noServer: true });
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: one\n\n');
      return;
    }
    response.writeHead(201, { 'x-seen': `${request.method ?? ''} ${request.url ?? ''}`, etag: '"1"' });
    response.end(Buffer.concat(chunks));
  });
});
server.on('upgrade', (request, socket, head) => {
  if (request.url === '/refused')
    return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  sockets.handleUpgrade(request, socket, head, (client) => {
    client.send(JSON.stringify({ origin: request.headers.origin }));
    client.on('message', (data: Buffer, binary) => {
      if (data.toString() === 'bye') client.close(4001, 'as asked');
      else client.send(data, { binary });
    });
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const through = async (
  use: (relay: Relay) => Promise<void>,
  hooks: Parameters<typeof startRelay>[1] = {},
) => {
  const relay = await startRelay(url, hooks);
  try {
    await use(relay);
  } finally {
    await relay.close();
  }
};
const next = (socket: WebSocket) =>
  new Promise<{ data: Buffer; binary: boolean }>((resolve) =>
    socket.once('message', (data: Buffer, binary) => resolve({ data, binary })),
  );
const end = (socket: WebSocket) =>
  new Promise<[number, string]>((resolve) =>
    socket.once('close', (code, reason) => resolve([code, reason.toString()])),
  );

describe('a relay without hooks', () => {
  test('passes method, path, body, status and headers on', () =>
    through(async (relay) => {
      const body = Buffer.from([0, 255, 13, 10, 0]);
      const answer = await fetch(`${relay.url}/a%2Fb?c=%20`, { method: 'PATCH', body });
      expect([answer.status, answer.headers.get('x-seen'), answer.headers.get('etag')]).toEqual([
        201,
        'PATCH /a%2Fb?c=%20',
        '"1"',
      ]);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
    }));

  test('passes server-sent events on while they come', () =>
    through(async (relay) => {
      const reader = (await fetch(`${relay.url}/events`)).body?.getReader();
      const first = await reader?.read();
      expect(Buffer.from(first?.value ?? []).toString()).toBe('event: one\n\n');
      await reader?.cancel();
    }));

  test('passes frames, text and bytes, origin, close code and reason on', () =>
    through(async (relay) => {
      const socket = new WebSocket(`${relay.url}/x`, { origin: 'https://a.example' });
      expect((await next(socket)).data.toString()).toBe('{"origin":"https://a.example"}');
      socket.send(Buffer.from([1, 2, 3]));
      expect(await next(socket)).toEqual({ data: Buffer.from([1, 2, 3]), binary: true });
      socket.send('bye');
      expect(await end(socket)).toEqual([4001, 'as asked']);
    }));

  test('passes a refused upgrade on', () =>
    through(async (relay) => {
      const socket = new WebSocket(`${relay.url}/refused`);
      const status = await new Promise((resolve) =>
        socket.once('unexpected-response', (request, answer) => {
          request.destroy();
          resolve(answer.statusCode);
        }),
      );
      expect(status).toBe(403);
    }));
});

test('hooks change an answer, cut a body, double a frame and refuse an upgrade', () =>
  through(
    async (relay) => {
      expect((await fetch(`${relay.url}/changed`, { method: 'POST', body: 'x' })).status).toBe(418);
      await expect(
        fetch(`${relay.url}/cut`, { method: 'POST', body: 'long' }).then((answer) => answer.text()),
      ).rejects.toThrow();
      const socket = new WebSocket(`${relay.url}/x`);
      await next(socket);
      const seen: string[] = [];
      const both = new Promise<void>((resolve) =>
        socket.on('message', (data: Buffer) => {
          if (seen.push(data.toString()) === 2) resolve();
        }),
      );
      socket.send('twice');
      await both;
      expect(seen).toEqual(['twice', 'twice']);
      socket.terminate();
      const refused = new WebSocket(`${relay.url}/no`);
      const status = await new Promise((resolve) =>
        refused.once('unexpected-response', (request, answer) => {
          request.destroy();
          resolve(answer.statusCode);
        }),
      );
      expect(status).toBe(401);
    },
    {
      http: async (request, forward) => {
        const reply = await forward(request);
        return request.path === '/cut'
          ? { ...reply, headers: { ...reply.headers, 'content-length': '100' }, cutAfter: 2 }
          : { ...reply, status: 418 };
      },
      socket: () => ({ frame: (frame) => (frame.from === 'client' ? [frame, frame] : [frame]) }),
      upgrade: (asked) => (asked.path === '/no' ? { ...asked, refuse: 401 } : asked),
    },
  ));
