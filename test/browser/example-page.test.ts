import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startMock } from '../../src/index.js';
import { until } from '../support/patience.js';
import { reportSkip } from '../support/report-skip.js';
import { noBrowser, withPage } from './with-page.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `npm run example:realtime` on a free port, without npm around the test. */
async function servePage(...args: string[]): Promise<{ url: string } & AsyncDisposable> {
  const { PATH, HOME } = process.env;
  const child = spawn('npm', ['run', '--silent', 'example:realtime', '--', '--port', '0', ...args], {
    cwd: root,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let url: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    url = /^Open (http:\/\/\S+)$/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  if (url === undefined) throw new Error('The example printed no URL.');
  return {
    url,
    async [Symbol.asyncDispose]() {
      const left = once(child, 'exit');
      child.kill();
      await left;
    },
  };
}

test('the example serves its page and script from memory, starts a mock server, and ends with npm', async () => {
  let url: URL;
  {
    await using served = await servePage();
    url = new URL(served.url);
    expect(await (await fetch(url)).text()).toContain('src="page.js"');
    expect((await fetch(new URL('/page.js', url))).status).toBe(200);
    expect((await fetch(`${url.searchParams.get('server') ?? ''}/_mock/health`)).status).toBe(200);
  }
  await expect.poll(() => fetch(url).catch(() => 'gone')).toBe('gone');
  expect(readdirSync(`${root}examples/realtime`)).toEqual(['index.html', 'page.mjs']);
});

test.skipIf(reportSkip(noBrowser()))('the example page shows the output and changes the prompt', async () => {
  await using mock = await startMock({ seed: 'page' });
  await using served = await servePage('--server', mock.url);
  await withPage('none', async ({ page, errors }) => {
    await page.goto(served.url);
    await page.waitForFunction(
      () => (document.querySelector<HTMLVideoElement>('#output')?.currentTime ?? 0) > 0,
    );
    await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'generating');
    await page.fill('#prompt', 'Made of glass');
    await page.click('button');
    await page.waitForFunction(
      () => document.querySelector('#state')?.textContent === 'shows: Made of glass',
    );
    expect(errors).toEqual([]);
  });
  expect(
    (await mock.account('dct_mock').journal.find({ operation: 'realtime.prompt' })).length,
  ).toBeGreaterThan(0);
});

test.skipIf(reportSkip(noBrowser()))(
  'a prompt sent before the session starts keeps the page and its server',
  async () => {
    await using mock = await startMock({ seed: 'page', clock: 'manual' });
    const { rules, clock, journal } = mock.account('dct_mock');
    await rules.add({ operation: 'realtime.connect', effect: { type: 'delay', ms: 1_000 } });
    await using served = await servePage('--server', mock.url);
    await withPage('none', async ({ page }) => {
      await page.goto(served.url);
      await until(async () => expect((await clock.get()).pending).not.toEqual([]));
      await page.fill('#prompt', 'Made of glass');
      await page.click('button');
      await clock.advance(1_000);
      await page.waitForFunction(
        () => document.querySelector('#state')?.textContent === 'shows: Made of glass',
      );
      expect(new URL(page.url()).searchParams.get('server')).toBe(mock.url);
    });
    expect((await journal.find({ operation: 'realtime.connect' })).length).toBeGreaterThan(0);
  },
);
