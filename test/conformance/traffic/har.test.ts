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

test('a key in clear, a retired model and a prompt before the join are findings', async () => {
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

test('another file is refused in one sentence', async () => {
  await expect(readHar('not json', 'x.har')).rejects.toThrow('x.har is not JSON, so it is not a HAR file.');
  await expect(readHar('{"log":{}}', 'x.har')).rejects.toThrow('x.har is not a HAR file');
});

test('the command exits with 1 for findings, 2 for a HAR without API traffic, 0 for a clean one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'traffic-'));
  const judgeHar = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return kit('traffic', '--har', join(folder, name));
  };
  const retired = har(entry('POST', 'https://api.decart.ai/v1/jobs/lucy-2.1-vton', 410));
  const bad = await judgeHar('bad.har', retired);
  expect(bad).toMatchObject({ code: 1, out: expect.stringContaining('MOD-40') as string });
  expect(bad.out).toContain(`replay: npx decart-mock conformance traffic --har '${join(folder, 'bad.har')}'`);
  const empty = await judgeHar('empty.har', har(entry('GET', 'https://app.example.com/', 200)));
  expect(empty).toMatchObject({ code: 2, err: expect.stringContaining('Nothing could be judged') as string });
  const clean = await judgeHar('good.har', har(entry('GET', 'https://api.decart.ai/v1/realtime/quota', 200)));
  expect(clean.code).toBe(0);
});
