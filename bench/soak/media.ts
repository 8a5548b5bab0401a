import { setTimeout as pause } from 'node:timers/promises';
import { startClients } from '../lib/peers.js';
import type { SoakClient } from './client.js';

const EVERY_MS = 60_000;
const STAYS_MS = 8_000;
const ANSWER_MS = 60_000;

/** Now and then a session with a camera, by LiveKit's own client for Node in a process of its own. */
export async function cameras(client: SoakClient, until: Promise<void>): Promise<void> {
  while (!client.over()) {
    await camera(client).catch((error: unknown) =>
      client.tally.refuse('session with a camera failed', String(error)),
    );
    await Promise.race([pause(EVERY_MS - STAYS_MS, undefined, { ref: false }), until]);
  }
}

async function camera(client: SoakClient): Promise<void> {
  const clients = startClients('media', []);
  const ask = <Answer>(message: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        client.tally.hang('session with a camera');
        reject(new Error(`no answer of the media client in ${ANSWER_MS} ms`));
      }, ANSWER_MS);
      clients
        .ask<Answer>(message)
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
  try {
    await ask({ target: { port: client.port }, sessions: 1, width: 320, height: 180 });
    await pause(STAYS_MS);
    const { decoded } = await ask<{ decoded: number }>({});
    await ask({ leave: true });
    client.tally.done('session with a camera');
    if (decoded < 10) client.tally.refuse('camera without a picture', `${decoded} frames in ${STAYS_MS} ms`);
  } finally {
    await clients.stop();
  }
}
