import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startMock } from '../../src/index.js';
import { until } from '../support/patience.js';
import { noBrowser, withPage } from './with-page.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Serves the page as docs/tutorial/first-realtime.md says, but from this repository and on a free port. */
async function servePage(): Promise<{ url: string } & AsyncDisposable> {
  const page = readFileSync(`${root}docs/tutorial/first-realtime.md`, 'utf8');
  const [, command] = /^npx (esbuild .*)$/m.exec(page) ?? [];
  expect(command).toContain('--serve=127.0.0.1:8000');
  const args = (command ?? '')
    .replaceAll('node_modules/decart-mock/', '')
    .replace('127.0.0.1:8000', '127.0.0.1:0')
    .split(' ');
  const child = spawn(`${root}node_modules/.bin/${args[0] ?? ''}`, args.slice(1), {
    cwd: root,
    // As in CI, or in the background: there is nothing to read.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let url: string | undefined;
  for await (const line of createInterface(child.stderr)) {
    url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) break;
  }
  if (url === undefined) throw new Error('esbuild left without an address.');
  return {
    url,
    async [Symbol.asyncDispose]() {
      const left = once(child, 'exit');
      child.kill();
      await left;
    },
  };
}

test.skipIf(noBrowser() !== undefined)(
  'the example page shows the output and changes the prompt',
  async () => {
    await using mock = await startMock({ seed: 'page' });
    await using served = await servePage();
    await withPage('none', async ({ page, errors }) => {
      await page.goto(`${served.url}?server=${mock.url}`);
      await page.waitForFunction(
        () => (document.querySelector<HTMLVideoElement>('#output')?.currentTime ?? 0) > 0,
      );
      await page.fill('#prompt', 'Made of glass');
      await page.click('button');
      await page.waitForFunction(
        () => document.querySelector('#state')?.textContent === 'shows: Made of glass',
      );
      expect(errors).toEqual([]);
    });
    expect(mock.account('dct_mock').journal.find({ operation: 'realtime.prompt' }).length).toBeGreaterThan(0);
  },
);

test.skipIf(noBrowser() !== undefined)(
  'a prompt that is sent before the session stands left the page, and the server that it was given',
  async () => {
    await using mock = await startMock({ seed: 'page', clock: 'manual' });
    const { rules, clock, journal } = mock.account('dct_mock');
    rules.add({ operation: 'realtime.connect', effect: { type: 'delay', ms: 1_000 } });
    await using served = await servePage();
    await withPage('none', async ({ page }) => {
      await page.goto(`${served.url}?server=${mock.url}`);
      await until(() => expect(clock.pending).not.toEqual([]));
      await page.fill('#prompt', 'Made of glass');
      await page.click('button');
      await clock.advance(1_000);
      await page.waitForFunction(
        () => document.querySelector('#state')?.textContent === 'shows: Made of glass',
      );
      expect(new URL(page.url()).searchParams.get('server')).toBe(mock.url);
    });
    expect(journal.find({ operation: 'realtime.connect' }).length).toBeGreaterThan(0);
  },
);
