import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Connections } from '../../../conformance/traffic/connections.js';
import { fetchWithRedirects } from '../../../conformance/traffic/fetch-with-redirects.js';
import { parseJson } from '../../../conformance/traffic/parse-json.js';
import { limits, readBody, TooLong } from '../../../conformance/traffic/read-body.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import type { Target } from '../../../conformance/targets/target.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { stub } from './stub.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const judge = (target: Target, filter: string[]) =>
  runServer(serverCases, target, { requirements: loadRequirements(), version: '0.0.0', seed: 1, filter });

const manners: Record<string, Answer> = {
  'resets every connection': (request) => void request.socket.resetAndDestroy(),
  'redirects in circles': (request, response) =>
    void response.writeHead(302, { location: request.url }).end(),
  'sends less than it announced': (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{}', () => request.socket.destroy());
  },
  'speaks another protocol': (request) => void request.socket.end('SSH-2.0-OpenSSH_9\r\n\r\n'),
  'nests its JSON too deeply': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`${'{"status":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
  },
};

describe('a server that', { timeout: 60_000 }, () => {
  test.each(Object.keys(manners))(
    '%s gets a verdict, and the kit reports no error of its own',
    async (manner) => {
      await using server = await stub(manners[manner] as Answer);
      const run = await judge(server.target, ['tokens.**', 'queue.submit/*', 'queue.model/*', 'errors.**']);
      expect(run.exitCode).toBe(1);
      expect(run.results.filter(({ verdict }) => verdict === 'harness-error')).toEqual([]);
      expect(run.results.some(({ red }) => red)).toBe(true);
    },
  );
});

test('a redirect to another origin does not carry the key', async () => {
  const seen: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    seen.push(request.headers['x-api-key'] as string | undefined);
    response.end('{}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  await using server = await stub((_request, response) =>
    response.writeHead(302, { location: elsewhere }).end(),
  );
  const headers = { 'x-api-key': 'dct_secret' };
  const connections = new Connections();
  const answer = await fetchWithRedirects(server.url, { method: 'GET', headers }, connections);
  expect([answer.status, seen]).toEqual([200, [undefined]]);
  const posted = await fetchWithRedirects(server.url, { method: 'POST', headers }, connections);
  expect([posted.status, seen.length]).toEqual([302, 1]);
  await connections.close();
  other.close();
});

test('a body is read up to its limit and no further', async () => {
  expect(await readBody(new Response('abc'), 3)).toHaveLength(3);
  await expect(readBody(new Response('abcd'), 3)).rejects.toThrow(TooLong);
  expect(limits.caseBytes).toBeGreaterThanOrEqual(limits.answerBytes);
});

test('JSON is read up to a depth of 100', () => {
  expect(parseJson('{"a":[{"b":"[[["}]}')).toEqual({ a: [{ b: '[[[' }] });
  expect(parseJson(`${'['.repeat(101)}${']'.repeat(101)}`)).toBeUndefined();
  expect(parseJson(`"${'['.repeat(101)}"`)).toHaveLength(101);
});
