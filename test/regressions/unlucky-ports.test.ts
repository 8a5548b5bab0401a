import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { listen } from '../../src/server/listen.js';

/** A server on a port of the system's, that tells of these ports first. */
function serverOn(...ports: number[]) {
  const server = createServer();
  const address = server.address.bind(server);
  server.address = () => {
    const real = address() as AddressInfo;
    return { ...real, port: ports.shift() ?? real.port };
  };
  return server;
}

test('only the command line gave back a port that SDKs misread for an HTTP 401', async () => {
  const server = serverOn(40123, 34015, 38000);
  expect(await listen(server, 0, '127.0.0.1')).toMatchObject({ port: 38000 });
  expect(server.listening).toBe(true);
  server.close();
});

test('a port that was asked for is taken as it is', async () => {
  const free = serverOn();
  const { port } = await listen(free, 0, '127.0.0.1');
  await new Promise((resolve) => free.close(resolve));
  const server = serverOn(40123);
  expect(await listen(server, port, '127.0.0.1')).toMatchObject({ port: 40123 });
  server.close();
});
