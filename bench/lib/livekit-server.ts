import { setTimeout as pause } from 'node:timers/promises';
import { writeLivekitConfig, type LivekitKeys } from '../../scripts/livekit-config.js';
import { findLivekitServer } from '../../scripts/livekit-server.js';
import { launch, type Process } from './child.js';

/** A real livekit-server under measurement. */
export interface LivekitChild extends Process {
  readonly port: number;
  readonly keys: LivekitKeys;
}

/** livekit-server warns about a secret of less than 32 characters. */
const KEYS: LivekitKeys = { key: 'bench', secret: 'the secret of a server on loopback' };
const START_LIMIT_MS = 20_000;

/** Starts the livekit-server that `LIVEKIT_SERVER` names. @throws Error when it does not answer */
export async function startLivekit(): Promise<LivekitChild> {
  const found = findLivekitServer();
  if ('missing' in found) throw new Error(`Cannot measure livekit-server: ${found.missing}.`);
  const { file, port, remove } = await writeLivekitConfig(KEYS);
  const server = launch(0, found.path, ['--config', file]);
  server.process.stdout?.resume();
  for (const begun = Date.now(); !(await answers(port)); await pause(20)) {
    if (server.process.exitCode !== null || Date.now() - begun > START_LIMIT_MS)
      throw new Error(`Cannot measure livekit-server: ${found.path} does not answer on port ${port}.`);
  }
  return {
    ...server,
    port,
    keys: KEYS,
    stop: async () => {
      await server.stop();
      remove();
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}`).then(
    ({ ok }) => ok,
    () => false,
  );
