import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Attempt, Context, Maker } from './hostile/attempt.js';
import {
  badEncodings,
  badJson,
  badMultipart,
  controlExtremes,
  decompressionBombs,
} from './hostile/bodies.js';
import { isDocumented } from './hostile/contracts.js';
import { badUpgrades, hugeHeaders, malformedHttp, pathTricks } from './hostile/http.js';
import { hugeOffers } from './hostile/sdp.js';
import { badFrames, livekitGarbage } from './hostile/sockets.js';
import { attemptOn } from './hostile/wire.js';
import { main } from './lib/peers.js';
import { HealthProbe } from './load/probe.js';
import { Seeded } from './load/random.js';
import { startLoaded, type LoadedServer } from './load/server.js';
import { Tally } from './load/tally.js';
import { SoakClient } from './soak/client.js';
import { toLipsyncDay } from './soak/lipsync.js';
import { SoakSocket } from './soak/socket.js';

/**
 * `npm run hostile -- [--requests 10000] [--seed 1] [--max-delay 1000] [--out tmp/hostile.md]`: hostile requests to a mock
 * server with default options, on loopback. Exits with 1 after a crash, a hang, a 5xx that no contract lists, a defect in
 * the server's log, a health answer slower than `--max-delay` ms, or memory and descriptors that stay.
 */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    'max-delay': { type: 'string', default: '1000' },
    out: { type: 'string', default: 'tmp/hostile.md' },
    built: { type: 'string', default: main },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'npm run hostile -- [--requests 10000] [--seed 1] [--max-delay 1000] [--out tmp/hostile.md] [--built main.js]',
  );
  process.exit(0);
}
if (!existsSync(values.built)) throw new Error('Build first: npm run build.');
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, '');
const say = (text: string): void => {
  console.log(text);
  appendFileSync(values.out, `${text}\n`);
};

/** The kinds of attempts and how often each is made beside the others. */
const makers: Readonly<Record<string, readonly [weight: number, make: Maker]>> = {
  'malformed HTTP': [12, malformedHttp],
  'bad JSON': [14, badJson],
  'huge headers': [6, hugeHeaders],
  'bad encodings': [8, badEncodings],
  'bad multipart': [12, badMultipart],
  'oversized SDP and candidates': [6, hugeOffers],
  'path tricks': [10, pathTricks],
  'bad upgrades': [8, badUpgrades],
  'WebSocket violations': [10, badFrames],
  'LiveKit garbage': [6, livekitGarbage],
  'decompression bombs': [1, decompressionBombs],
  'control extremes': [10, controlExtremes],
};
const kinds = Object.entries(makers);
const total = kinds.reduce((sum, [, [weight]]) => sum + weight, 0);
const AT_ONCE = 16;
const MB = 2 ** 20;
/** How far memory and descriptors may be above the start, after a reset. */
const BOUNDS = { heapMb: 64, descriptors: 30 };

function next(context: Context): Attempt {
  let left = context.random.next() * total;
  for (const [kind, [weight, make]] of kinds) {
    left -= weight;
    if (left < 0) return { kind, ...make(context) };
  }
  throw new Error('The weights do not add up.');
}

/** A path of the embedded room with a token that is valid as long as this session lasts. */
async function livekitPath(client: SoakClient): Promise<string> {
  const socket = await SoakSocket.open(client, 'connect', 'dct_hostile_room', '/v1/stream');
  socket?.send({ type: 'livekit_join' });
  const info = await socket?.next('join', 'livekit_room_info');
  return `/rtc?access_token=${String(info?.['token'])}&auto_subscribe=1&protocol=15`;
}

/** Makes all attempts. @returns what is wrong with their outcomes */
async function attack(server: LoadedServer, context: Context, tally: Tally): Promise<string[]> {
  const classes = new Map<string, Map<string, number>>();
  const wrong: string[] = [];
  let [begun, done] = [0, 0];
  const requests = Number(values.requests);
  const worker = async (): Promise<void> => {
    while (begun < requests && server.ended() === undefined) {
      begun++;
      const attempt = next(context);
      const { outcome, status, hangs, text } = await attemptOn(server.port, attempt);
      const counts = classes.get(attempt.kind) ?? new Map<string, number>();
      classes.set(attempt.kind, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
      tally.done(attempt.kind);
      const firstLine = attempt.bytes.toString('latin1', 0, 200).split('\r\n')[0] ?? '';
      const what = `${attempt.kind}, ${JSON.stringify(firstLine.slice(0, 120))}`;
      if (hangs) tally.hang(attempt.kind);
      if (hangs) wrong.push(`No answer: ${what}`);
      if (status !== undefined && status >= 500 && !isDocumented(firstLine, status))
        wrong.push(`${status} is not documented: ${what}: ${JSON.stringify(text.slice(-200))}`);
      if (++done % 1_000 === 0)
        say(`${done} requests, ${wrong.length} wrong, ${server.descriptors()} descriptors`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const [kind, counts] of classes)
    say(
      `${kind}: ${[...counts]
        .sort()
        .map(([name, count]) => `${name} ${count}`)
        .join(', ')}`,
    );
  return wrong;
}

async function run(): Promise<string[]> {
  const server = await startLoaded(values.built);
  const [random, tally] = [new Seeded(Number(values.seed)), new Tally()];
  const client = new SoakClient(server.port, ['dct_hostile_0'], random, tally, () => false);
  const probe = new HealthProbe(server.port, 20);
  try {
    await toLipsyncDay(client);
    const context = { random, livekitPath: await livekitPath(client) };
    const start = { ...(await server.report()), descriptors: server.descriptors() };
    probe.take();
    const wrong = await attack(server, context, tally);
    const ended = server.ended();
    if (ended !== undefined) return [`The server ended: ${ended}.`, ...wrong, ...server.defects];
    const health = probe.take();
    const loaded = await server.report();
    await client.call('reset all', '/_mock/reset/all', { method: 'POST' });
    await client.call('still answers', '/v1/realtime/quota', { key: 'dct_alive' });
    client.close();
    await pause(10_000);
    const idle = { ...(await server.report()), descriptors: server.descriptors() };
    say(
      `loop delay p50 / p99 / max, ms: ${[loaded.loop.p50, loaded.loop.p99, loaded.loop.max].map((each) => each.toFixed(1)).join(' / ')}`,
    );
    say(
      `/_mock/health p50 / p99 / max, ms: ${[health.p50, health.p99, health.max].map((each) => each.toFixed(1)).join(' / ')}`,
    );
    for (const [name, at] of [
      ['start', start],
      ['after', loaded],
      ['idle, reset', idle],
    ] as const)
      say(
        `${name}: RSS ${(at.rss / MB).toFixed(0)} MB, heap ${(at.heapUsed / MB).toFixed(1)} MB, external ${(at.external / MB).toFixed(1)} MB`,
      );
    say(
      `descriptors: start ${start.descriptors}, idle ${idle.descriptors}; hangs ${tally.hangs + probe.hangs}`,
    );
    const heapMb = (idle.heapUsed - start.heapUsed) / MB;
    return [
      ...wrong,
      ...[...tally.unexpected].map(([kind, { example }]) => `${kind}: ${example}`),
      ...server.defects.map((line) => `The server printed: ${line}`),
      ...(health.max > Number(values['max-delay'])
        ? [`/_mock/health took ${health.max.toFixed(0)} ms.`]
        : []),
      ...(heapMb > BOUNDS.heapMb ? [`The heap kept ${heapMb.toFixed(0)} MB after a reset.`] : []),
      ...(idle.descriptors - start.descriptors > BOUNDS.descriptors ? ['Descriptors stayed open.'] : []),
    ];
  } finally {
    probe.stop();
    if (server.ended() === undefined) await server.stop();
  }
}

const wrong = await run();
/** Alike findings are one line with their count: they differ by the request in quotes alone. */
const alike = new Map<string, { first: string; count: number }>();
for (const text of wrong) {
  const kind = text.replaceAll(/[0-9a-f-]{20,}|\d+ ms|: "(?!.*HTTP).*/g, '');
  const known = alike.get(kind) ?? { first: text, count: 0 };
  alike.set(kind, { ...known, count: known.count + 1 });
}
const found = [...alike.values()].map(({ first, count }) => `${count} x ${first}`);
say(found.length === 0 ? 'Nothing went wrong.' : `${wrong.length} wrong:\n${found.slice(0, 60).join('\n')}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
