import { describe, expect, test } from 'vitest';
import { discover } from '../../../conformance/targets/discover.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import type { CaseResult } from '../../../conformance/engine/case-result.js';
import type { Target } from '../../../conformance/targets/target.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { startMock } from '../../../src/index.js';
import { kit } from '../support/kit.js';
import { stub } from './stub.js';

const judge = (target: Target, filter = 'lipsync.**') =>
  runServer(serverCases, target, {
    requirements: loadRequirements(),
    version: '0',
    seed: 1,
    filter: [filter],
    timeouts: { handshakeMs: 10_000 },
  });

const idsBy = (results: readonly CaseResult[], verdict: CaseResult['verdict']): string[] =>
  results.filter((each) => each.verdict === verdict).map(({ id }) => id);

/** A mock server that the kit cannot control, as the service itself. */
const uncontrolled = (asOf?: string) =>
  startMock({ seed: 'lipsync', controlToken: 'secret', ...(asOf !== undefined && { asOf }) });

describe('LipSync Live, judged on a server whose day the kit cannot set', { timeout: 120_000 }, () => {
  test('does not apply after its retirement, and the reason is printed', async () => {
    await using mock = await uncontrolled('2026-11-30');
    const { code, out } = await kit('server', '--url', mock.url, '--filter', 'lipsync.**');
    expect(code).toBe(0);
    expect(out).toMatch(/not-applicable +lipsync\.sound\/chunks/);
    expect(out).toContain('LipSync Live was served from 2025-10-22 to 2026-05-10');
    expect(out).toMatch(/pass +lipsync\.refusal\/retired/);
  });

  test('does not apply where the upgrade answers 404, and only a guess about the refusal warns', async () => {
    await using server = await stub((_request, response) => response.writeHead(404).end());
    server.http.on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'),
    );
    const { results, exitCode } = await judge(server.target);
    expect(exitCode).toBe(0);
    expect(idsBy(results, 'warn')).toEqual(['lipsync.refusal/retired']);
    expect(idsBy(results, 'not-applicable')).toHaveLength(results.length - 1);
    const [opening] = results.filter(({ id }) => id === 'lipsync.config/ack');
    expect(opening?.reason).toContain('the upgrade answered 404');
  });

  test('holds on its own clock while it is served', async () => {
    await using mock = await uncontrolled('2026-03-01');
    const { results, exitCode } = await judge(await discover({ url: mock.url }));
    expect(exitCode).toBe(0);
    expect(idsBy(results, 'not-applicable')).toEqual([
      'lipsync.connect/plain-key',
      'lipsync.connect/idle',
      'lipsync.refusal/retired',
      'lipsync.refusal/before-the-first-day',
      'lipsync.refusal/no-credits',
      'lipsync.refusal/limit-of-sessions',
    ]);
    expect(idsBy(results, 'pass')).toHaveLength(results.length - 6);
  });
});

test(
  'a control API that serves no LipSync Live on its own days excuses nothing',
  { timeout: 120_000 },
  async () => {
    await using server = await stub((_request, response) => response.writeHead(404).end());
    server.http.on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'),
    );
    await using mock = await startMock({ seed: 'controlled' });
    const { control } = await discover({ url: mock.url });
    const target: Target = { ...server.target, ...(control && { control }) };
    const { results, exitCode } = await judge(target, 'lipsync.config/ack');
    expect(exitCode).toBe(1);
    expect(results.map(({ verdict }) => verdict)).toEqual(['fail']);
  },
);
