import { spawn, spawnSync } from 'node:child_process';
import { writeLivekitConfig } from '../../scripts/livekit-config.js';
import { findLivekitServer } from '../../scripts/livekit-server.js';

/** A real livekit-server process. */
export interface LivekitServer extends AsyncDisposable {
  /** `ws://127.0.0.1:port` */
  readonly url: string;
}

/** LiveKit's development pair, which the embedded room server uses too. */
export const KEYS = { key: 'devkey', secret: 'secret' } as const;

/**
 * Why there is no livekit-server here; undefined when there is one. @throws in CI on a machine with Go, which must have
 * built one
 */
export function noLivekitServer(): string | undefined {
  const found = findLivekitServer();
  if ('path' in found) return undefined;
  if (process.env['CI'] === 'true' && spawnSync('go', ['version']).status === 0)
    throw new Error(found.missing);
  return found.missing;
}

/** Starts livekit-server on free ports of this machine's loopback. */
export async function startLivekitServer(): Promise<LivekitServer> {
  const found = findLivekitServer();
  if ('missing' in found) throw new Error(`Cannot start livekit-server: ${found.missing}.`);
  const { file, port, remove } = await writeLivekitConfig(KEYS);
  const server = spawn(found.path, ['--config', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2_000)));
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `ws://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 20_000; !(await answers(url));) {
    if (server.exitCode !== null || Date.now() > deadline)
      throw new Error(`livekit-server does not answer on ${url}: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await exited;
      remove();
    },
  };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url.replace('ws', 'http')).then(
    ({ ok }) => ok,
    () => false,
  );
