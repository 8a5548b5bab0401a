import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from '../../../conformance/targets/target.js';

/** A server whose answers the test writes. */
export async function stub(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ target: Target; url: string; http: Server } & AsyncDisposable> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target: Target = {
    url,
    name: 'stub',
    loopback: true,
    accounts: false,
    keyFor: (id) => `dct_secret_${id}`,
  };
  return {
    target,
    url,
    http: server,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
