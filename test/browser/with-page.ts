import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';

/**
 * Client libraries that a page can load; `sdk-*` are the `@decartai/sdk` versions installed under that name, and `rules-0.2` is
 * the client by the rules of SDK 0.2.x (test/clients/rules-0.2). With `none` the page has only the browser's own APIs.
 */
export type PageLibrary =
  | 'sdk-0.0.46'
  | 'sdk-0.1.3'
  | 'sdk-0.1.14'
  | 'sdk-0.1.20'
  | 'rules-0.2'
  | 'livekit-client'
  | 'livekit-client-2.23'
  | 'none';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-fake-device-for-media-stream=fps=30',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  '--no-first-run',
];

/** Why browser tests cannot run here, or undefined when they can. CI must not skip: it sets `CI`, and then this throws. */
export function noBrowser(): string | undefined {
  if (existsSync(CHROMIUM)) return undefined;
  const reason = `no browser at ${CHROMIUM}; install chromium or set CHROMIUM_PATH`;
  if (process.env.CI) throw new Error(`Browser tests must run in CI, but there is ${reason}.`);
  return reason;
}

export interface PageOptions {
  /** Rewrites WebSocket URLs that begin with `from`; SDK 0.0.46 has its host built in. */
  readonly webSocket?: { readonly from: string; readonly to: string };
  /** Host name of the page, for tests of origins: `127.0.0.1` (default) or `localhost`. */
  readonly host?: '127.0.0.1' | 'localhost';
}

export interface TestPage {
  readonly page: Page;
  /** The page's own origin, such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Messages of the page's console, such as errors and warnings. */
  readonly console: readonly string[];
  /** Uncaught errors. */
  readonly errors: readonly string[];
}

const bundles = new Map<PageLibrary, Promise<string>>();

/** A script that puts the library on `window.library` and the page tools on `window.tools`. */
function bundle(library: PageLibrary): Promise<string> {
  const known = bundles.get(library);
  if (known) return known;
  const here = fileURLToPath(new URL('.', import.meta.url));
  const from = library === 'rules-0.2' ? '../clients/rules-0.2/browser.ts' : library;
  const imported = library === 'none' ? 'const library = {};' : `import * as library from '${from}';`;
  // The one that the library uses: a bundle has it once.
  const livekit =
    library === 'sdk-0.1.20' || library === 'rules-0.2'
      ? "import * as livekit from 'livekit-client';"
      : 'const livekit = undefined;';
  const built = build({
    stdin: {
      contents: `${imported} ${livekit} import { tools } from './page-tools.ts'; Object.assign(window, { library, livekit, tools });`,
      resolveDir: here,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'silent',
  }).then(({ outputFiles: [file] }) => file?.text ?? '');
  bundles.set(library, built);
  return built;
}

/** Scripts that a library loads from beside its bundle, by path. */
function workersOf(library: PageLibrary): Record<string, string> {
  const name = 'frame-metadata-worker.js';
  const file = new URL(`../../node_modules/${library}/dist/realtime/browser/${name}`, import.meta.url);
  return existsSync(file) ? { [`/${name}`]: readFileSync(file, 'utf8') } : {};
}

/**
 * Opens a page of a headless Chromium with a fake camera, in which `window.library` is the client library and
 * `window.tools` is `page-tools.ts`. Closes everything after `fn`.
 */
export async function withPage<T>(
  library: PageLibrary,
  fn: (page: TestPage) => Promise<T>,
  options: PageOptions = {},
): Promise<T> {
  const scripts: Record<string, string> = { '/page.js': await bundle(library), ...workersOf(library) };
  const server = createServer((request, response) => {
    const script = scripts[request.url ?? ''];
    response.writeHead(200, {
      'content-type': script === undefined ? 'text/html; charset=utf-8' : 'text/javascript',
    });
    response.end(
      script ?? '<!doctype html><title>test</title><body><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://${options.host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  try {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
    const page = await context.newPage();
    const said: string[] = [];
    const errors: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => errors.push(error.message));
    if (options.webSocket) await page.addInitScript(rewriteWebSocket, options.webSocket);
    await page.goto(origin);
    await page.waitForFunction(() => 'tools' in window);
    return await fn({ page, origin, console: said, errors });
  } finally {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Runs in the page before anything else. */
function rewriteWebSocket({ from, to }: { from: string; to: string }): void {
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      const text = String(url);
      super(text.startsWith(from) ? to + text.slice(from.length) : text, protocols);
    }
  };
}
