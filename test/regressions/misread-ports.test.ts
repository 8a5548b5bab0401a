import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
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

test('a port that SDKs misread as an HTTP 401 is given back', async () => {
  const server = serverOn(40123, 34015, 38000);
  expect(await listen(server, 0, '127.0.0.1')).toMatchObject({ port: 38000 });
  expect(server.listening).toBe(true);
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
