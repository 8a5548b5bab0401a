import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../../conformance/engine/run.js';
import { json, stub } from '../../conformance/server/stub.js';
import { useCli, type Running } from './support/cli.js';

const cli = useCli({ withKit: true });

test('the kit of the built command judges a server: exit code 1, and a JSON report', async () => {
  await using server = await stub((_request, response) => json(response, 200, {}));
  const file = join(cli.folder(), 'report.json');
  const args = ['--url', server.url, '--filter', 'tokens.method/get', '--report', `json=${file}`];
  const { code, stdout } = await cli.run(['conformance', 'server', ...args]);
  expect([code, stdout]).toEqual([1, expect.stringContaining('tokens.method/get')]);
  expect((JSON.parse(readFileSync(file, 'utf8')) as Run).exitCode).toBe(1);
});

test('a usage error of the kit is exit code 2', async () => {
  const { code, stderr } = await cli.run(['conformance', 'server', '--url', 'x', '--repeat', '0']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('a whole number from 1.')]);
});

test('Ctrl-C ends a run after the cases under way: exit code 130, and the report is written', async () => {
  const file = join(cli.folder(), 'report.json');
  const started: Running[] = [];
  await using server = await stub((request, response) => {
    if (request.method === 'POST') started[0]?.child.kill('SIGINT');
    json(response, 200, {});
  });
  const args = ['--url', server.url, '--filter', 'tokens.**', '--report', `json=${file}`];
  const running = cli.spawn(['conformance', 'server', ...args, '--concurrency', '1']);
  started.push(running);
  expect((await running.finished).code).toBe(130);
  const run = JSON.parse(readFileSync(file, 'utf8')) as Run;
  expect(run.results.map(({ reason }) => reason)).toContain('The run was interrupted.');
  expect(run.exitCode).not.toBe(0);
});
