import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../lib/load.js';
import { startClients, startOursMeasured } from '../lib/peers.js';

interface Contender {
  readonly name: string;
  readonly render: string;
  /** Empty for passthrough. */
  readonly prompt: string;
  readonly sessions: number;
  readonly width: number;
  readonly height: number;
}

const HD = { sessions: 1, width: 1280, height: 720 };
const contenders: readonly Contender[] = [
  { name: 'echo, 720p30', render: 'echo', prompt: '', ...HD },
  { name: 'echo, 6 sessions of 180p30', render: 'echo', prompt: '', sessions: 6, width: 320, height: 180 },
  { name: 'testcard, 720p30 in', render: 'testcard', prompt: 'Anime style', ...HD },
  { name: 'transform, 720p30', render: 'transform', prompt: 'Anime style', ...HD },
];

export interface MediaRow {
  readonly name: string;
  /** Cores of the server per session. */
  readonly cores: number;
  /** Frames per second that each client sent and decoded. */
  readonly sent: number;
  readonly decoded: number;
  /** ms from opening the control socket to the first decoded frame. */
  readonly firstFrame: number;
}

/** The cost of a session with a camera, with clients in another process; median of interleaved rounds. */
export async function mediaCost(rounds: number, seconds: number): Promise<MediaRow[]> {
  const seen = contenders.map((): Omit<MediaRow, 'name'>[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [which, contender] of contenders.entries()) seen[which]?.push(await once(contender, seconds));
  return contenders.map(({ name }, which) => {
    const middle = (field: keyof Omit<MediaRow, 'name'>): number =>
      median((seen[which] ?? []).map((one) => one[field]));
    return {
      name,
      cores: middle('cores'),
      sent: middle('sent'),
      decoded: middle('decoded'),
      firstFrame: middle('firstFrame'),
    };
  });
}

async function once(
  { render, prompt, sessions, width, height }: Contender,
  seconds: number,
): Promise<Omit<MediaRow, 'name'>> {
  const server = await startOursMeasured(['--render', render]);
  const clients = startClients('media', [String(server.port), prompt]);
  try {
    const { first } = await clients.ask<{ first: number[] }>({ connect: sessions, width, height });
    // The bandwidth estimate starts low, so the first seconds are not representative.
    await pause(2_000);
    const [use, frames] = [await server.ask<Use>({}), await clients.ask<Frames>({})];
    const begun = performance.now();
    await pause(seconds * 1_000);
    const [later, more] = [await server.ask<Use>({}), await clients.ask<Frames>({})];
    const took = performance.now() - begun;
    const perSecond = (count: number): number => count / sessions / (took / 1_000);
    return {
      cores: (later.cpuBefore - use.cpuAfter) / 1_000 / took / sessions,
      sent: perSecond(more.captured - frames.captured),
      decoded: perSecond(more.decoded - frames.decoded),
      firstFrame: median(first),
    };
  } finally {
    await Promise.all([clients.stop(), server.stop()]);
  }
}

interface Use {
  readonly cpuBefore: number;
  readonly cpuAfter: number;
}

interface Frames {
  readonly captured: number;
  readonly decoded: number;
}
