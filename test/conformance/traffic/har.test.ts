import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHar } from '../../../conformance/suites/traffic/read-har.js';
import { kit } from '../support/kit.js';
import { findings, judge } from './support.js';

const entry = (method: string, url: string, status: number, more: object = {}, at = 0) => ({
  startedDateTime: new Date(Date.parse('2026-11-20T10:00:00Z') + at).toISOString(),
  time: 20,
  request: {
    method,
    url,
    headers: [{ name: 'X-API-KEY', value: 'dct_very_secret' }],
    ...(more as { request?: object }).request,
  },
  response: {
    status,
    headers: [],
    content: {
      mimeType: 'application/json',
      text: JSON.stringify((more as { answer?: unknown }).answer ?? {}),
    },
  },
  ...(more as { extra?: object }).extra,
});
const har = (...entries: object[]) => JSON.stringify({ log: { version: '1.2', entries } });

test('a key in clear, a retired model, and a session that talks out of turn', async () => {
  const browser = { headers: [{ name: 'Origin', value: 'https://app.example.com' }] };
  const socket = [
    { type: 'send', time: 1_795_168_801, opcode: 1, data: '{"type":"prompt","prompt":"a red hat"}' },
    { type: 'receive', time: 1_795_168_802, opcode: 1, data: '{"type":"prompt_ack","success":true}' },
  ];
  const trace = await readHar(
    har(
      entry('GET', 'https://app.example.com/index.html', 200),
      entry('POST', 'http://api.decart.example/v1/jobs/lucy-2.1-vton', 410, {}, 1000),
      entry(
        'GET',
        'wss://api.decart.ai/v1/stream?api_key=ek_also_secret&model=lucy-2.5',
        101,
        { request: browser, extra: { _webSocketMessages: socket } },
        2000,
      ),
    ),
    'page.har',
  );
  const run = judge(trace);
  expect(findings(run).map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual([
    'fail MOD-40',
    'warn ERR-43',
    'fail RT-70',
  ]);
  expect(findings(run)[0]).toContain(
    'lucy-2.1-vton was retired on 2026-06-29 (observed). Fix: Use lucy-vton-latest.',
  );
  expect(JSON.stringify([trace, run])).not.toMatch(/secret/);
});

test('what is no HAR file is told in one sentence', async () => {
  await expect(readHar('not json', 'x.har')).rejects.toThrow('x.har is not JSON, so it is no HAR file.');
  await expect(readHar('{"log":{}}', 'x.har')).rejects.toThrow('x.har is not a HAR file');
});

test(
  'the command: findings are exit code 1, a trace without traffic of the API is 2, never 0',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watch-'));
    const judgeHar = async (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      const { code, out, err } = await kit('traffic', '--har', join(folder, name));
      return { code, out: out + err };
    };
    const bad = await judgeHar(
      'bad.har',
      har(entry('POST', 'https://api.decart.ai/v1/jobs/lucy-2.1-vton', 410)),
    );
    expect(bad).toMatchObject({ code: 1, out: expect.stringContaining('MOD-40') as string });
    expect(bad.out).toContain(
      `replay: npx decart-mock conformance traffic --har '${join(folder, 'bad.har')}'`,
    );
    const empty = await judgeHar('empty.har', har(entry('GET', 'https://app.example.com/', 200)));
    expect(empty).toMatchObject({
      code: 2,
      out: expect.stringContaining('Nothing could be judged') as string,
    });
    const missing = await judgeHar(
      'good.har',
      har(entry('GET', 'https://api.decart.ai/v1/realtime/quota', 200)),
    );
    expect(missing.code).toBe(0);
  },
);
