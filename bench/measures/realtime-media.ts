import { setTimeout as pause } from 'node:timers/promises';
import { startLivekit } from '../lib/livekit-server.js';
import { cpuMs, type Process } from '../lib/child.js';
import { median } from '../lib/load.js';
import { main, startClients, startOurs } from '../lib/peers.js';

/**
 * Sessions with a camera, on fresh servers. Each server has one core and the clients, LiveKit's own client for Node in
 * one process, have the other. The clients have run a session before, so that the first frame is that of the server.
 *
 * A livekit-server has no model, so it sends no client its own picture: there two clients join each room at the same
 * time, one publishes and one receives. It forwards as many streams as the mock, and serves one client more.
 */
interface Contender {
  readonly name: string;
  readonly sessions: number;
  readonly size: Size;
  readonly start: () => Promise<Server>;
}

interface Server {
  readonly process: Process;
  readonly target: object;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const HD: Size = { width: 1280, height: 720 };
const SMALL: Size = { width: 320, height: 180 };
/** From a server's start to its first session: a mock server loads what carries media while it has nothing to do. */
const START_MS = 1_000;
/** Sessions of one server after its first, one at a time. */
const LATER = 3;
/** The bandwidth estimate starts low, so the first seconds are not representative. */
const SETTLE_MS = 2_000;

const ours = (render: string, prompt = '', built = main) => ({
  async start(): Promise<Server> {
    const server = await startOurs(['--render', render], built);
    return { process: server, target: { port: server.port, prompt } };
  },
});

const livekit = {
  async start(): Promise<Server> {
    const server = await startLivekit();
    return { process: server, target: { livekit: server.port, ...server.keys } };
  },
};

const one = { sessions: 1, size: HD };
const six = { sessions: 6, size: SMALL };

/** `beside` is the `main.js` of another build. */
const contenders = (withLivekit: boolean, beside: string | undefined): Contender[] => [
  ...(withLivekit ? [{ name: 'livekit-server, 720p30', ...livekit, ...one }] : []),
  ...(beside ? [{ name: 'echo, 720p30, other build', ...ours('echo', '', beside), ...one }] : []),
  { name: 'echo, 720p30', ...ours('echo'), ...one },
  ...(withLivekit ? [{ name: 'livekit-server, 6 sessions of 180p30', ...livekit, ...six }] : []),
  { name: 'echo, 6 sessions of 180p30', ...ours('echo'), ...six },
  { name: 'testcard, 720p30 in', ...ours('testcard', 'Anime style'), ...one },
  ...(beside
    ? [{ name: 'transform, 720p30, other build', ...ours('transform', 'Anime style', beside), ...one }]
    : []),
  { name: 'transform, 720p30', ...ours('transform', 'Anime style'), ...one },
];

interface Seen {
  /** Cores of the server per session. */
  readonly cores: number;
  /** Frames per second that each client sent and decoded. */
  readonly sent: number;
  readonly decoded: number;
  /** ms to the first decoded frame of the server's first session, and of later ones. */
  readonly firstFrame: number;
  readonly laterFrame: number;
}

export interface MediaRow extends Seen {
  readonly name: string;
}

export interface MediaMeasure {
  readonly rounds: number;
  /** Of CPU time, in each round. */
  readonly seconds: number;
  /** Measures a livekit-server too. */
  readonly withLivekit: boolean;
  /** `main.js` of another build to measure too. */
  readonly beside?: string | undefined;
  /** Only the contenders whose names match. */
  readonly only?: RegExp | undefined;
}

/** The cost of a session with a camera; median of interleaved rounds. */
export async function mediaCost(measure: MediaMeasure): Promise<MediaRow[]> {
  const { rounds, seconds, withLivekit, beside, only = /./ } = measure;
  const rows = contenders(withLivekit, beside)
    .filter(({ name }) => only.test(name))
    .map((contender) => ({ contender, seen: [] as Seen[] }));
  const clients = startClients('media', []);
  try {
    await warmUp(clients);
    for (let round = 0; round < rounds; round++)
      for (const { contender, seen } of rows) seen.push(await once(clients, contender, seconds));
  } finally {
    await clients.stop();
  }
  return rows.map(({ contender: { name }, seen }) => {
    const middle = (field: keyof Seen): number => median(seen.map((each) => each[field]));
    return {
      name,
      cores: middle('cores'),
      sent: middle('sent'),
      decoded: middle('decoded'),
      firstFrame: middle('firstFrame'),
      laterFrame: middle('laterFrame'),
    };
  });
}

interface Frames {
  readonly captured: number;
  readonly decoded: number;
}

const connect = async (
  clients: Process,
  { target }: Server,
  { width, height }: Size,
  sessions = 1,
): Promise<number[]> => (await clients.ask<{ first: number[] }>({ target, sessions, width, height })).first;

/** The client's own code is loaded and compiled by a session on a server that is not measured. */
async function warmUp(clients: Process): Promise<void> {
  const server = await ours('echo').start();
  await connect(clients, server, HD);
  await clients.ask({ leave: true });
  await server.process.stop();
}

async function once(clients: Process, { start, sessions, size }: Contender, seconds: number): Promise<Seen> {
  const server = await start();
  await pause(START_MS);
  try {
    const [firstFrame = NaN] = await connect(clients, server, size);
    const later = sessions > 1 ? await connect(clients, server, size, sessions - 1) : [];
    for (let each = 0; sessions === 1 && each < LATER; each++) {
      await clients.ask({ leave: true });
      later.push(...(await connect(clients, server, size)));
    }
    await pause(SETTLE_MS);
    const pid = server.process.process.pid ?? 0;
    const [cpu, frames, begun] = [cpuMs(pid), await clients.ask<Frames>({}), performance.now()];
    await pause(seconds * 1_000);
    const took = performance.now() - begun;
    const [used, more] = [cpuMs(pid) - cpu, await clients.ask<Frames>({})];
    const perSecond = (count: number): number => count / sessions / (took / 1_000);
    return {
      cores: used / took / sessions,
      sent: perSecond(more.captured - frames.captured),
      decoded: perSecond(more.decoded - frames.decoded),
      firstFrame,
      laterFrame: median(later),
    };
  } finally {
    await clients.ask({ leave: true });
    await server.process.stop();
  }
}
