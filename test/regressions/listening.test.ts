import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { createMock, startMock } from '../../src/index.js';
import { listen } from '../../src/server/listen.js';

/** A server that reports these ports before its real one. */
function serverOn(...ports: number[]) {
  const server = createServer();
  const address = server.address.bind(server);
  server.address = () => {
    const real = address() as AddressInfo;
    return { ...real, port: ports.shift() ?? real.port };
  };
  return server;
}

test('a port that SDKs misread as an HTTP 401 is released', async () => {
  const server = serverOn(40123, 34015, 38000);
  expect(await listen(server, 0, '127.0.0.1')).toMatchObject({ port: 38000 });
  expect(server.listening).toBe(true);
  server.close();
});

test('a port that browsers block is released', async () => {
  const server = serverOn(10080, 6000, 38000);
  expect(await listen(server, 0, '127.0.0.1')).toMatchObject({ port: 38000 });
  server.close();
});

test('a requested port is used even if SDKs misread it', async () => {
  const free = serverOn();
  const { port } = await listen(free, 0, '127.0.0.1');
  await new Promise((resolve) => free.close(resolve));
  const server = serverOn(40123);
  expect(await listen(server, port, '127.0.0.1')).toMatchObject({ port: 40123 });
  server.close();
});

test('the error for a port in use names the port and the remedy', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const failure = await startMock({ port }).catch((error: unknown) => error);
  holder.close();
  expect(failure).toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${port} on 127.0.0.1 is in use. Stop the other process, or choose another port with "port" (0 for a free one).`,
  });
});

test('a closed mock cannot listen', async () => {
  const mock = createMock();
  await mock.close();
  await expect(mock.listen()).rejects.toThrow('Cannot listen: the mock is closed.');
});
