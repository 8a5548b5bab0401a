/**
 * Drives the realtime side of @decartai/sdk in a real Chromium. Connects to the kit by itself:
 *
 *     npx decart-mock conformance sdk --adapter "browser --sdk ./my-sdk"
 *
 * Needs esbuild, playwright-core and a Chromium (CHROMIUM_PATH, or /usr/bin/chromium).
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { sdk: { type: 'string', default: 'node_modules/@decartai/sdk' } },
});
const folder = resolve(options.sdk);
if (!existsSync(join(folder, 'package.json'))) exitWithout(`npm install @decartai/sdk (not at ${folder})`);
const { build } = await import('esbuild').catch(() => exitWithout('npm install esbuild'));
const { chromium } = await import('playwright-core').catch(() => exitWithout('npm install playwright-core'));
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) exitWithout(`a Chromium (CHROMIUM_PATH; not at ${executablePath})`);
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
  alias: { '@decartai/sdk': folder },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  define: {
    KIT_ADAPTER_URL: JSON.stringify(process.env.KIT_ADAPTER_URL),
    SDK_VERSION: JSON.stringify(version),
    'process.env.NODE_ENV': '"production"',
    global: 'globalThis',
  },
  logLevel: 'error',
});

const server = createServer((request, response) => {
  const script = request.url === '/page.js';
  response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' });
  response.end(
    script ? outputFiles[0].contents : '<!doctype html><script type="module" src="/page.js"></script>',
  );
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--use-fake-device-for-media-stream=fps=30',
    '--use-fake-ui-for-media-stream',
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
  ],
});
const page = await (await browser.newContext({ permissions: ['camera'] })).newPage();
page.on('console', (message) => console.error(message.text()));
page.on('websocket', (socket) => {
  // The kit sent bye, or is gone: close the browser.
  if (socket.url() === process.env.KIT_ADAPTER_URL) socket.on('close', exit);
});
process.once('SIGTERM', exit);
await page.goto(origin);

function exitWithout(what) {
  console.error(`This adapter needs: ${what}.`);
  process.exit(1);
}

async function exit() {
  await browser.close();
  process.exit(0);
}
