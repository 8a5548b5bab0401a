import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { main } from './lib/peers.js';
import { HealthProbe } from './load/probe.js';
import { Seeded } from './load/random.js';
import { startLoaded, type LoadedServer } from './load/server.js';
import { Tally } from './load/tally.js';
import { SoakClient } from './soak/client.js';
import { toLipsyncDay } from './soak/lipsync.js';
import { growth, mark, table, type Mark } from './soak/marks.js';
import { cameras } from './soak/media.js';
import { drawn } from './soak/work.js';

/**
 * `npm run soak -- [--minutes 60] [--seed 1] [--rate 20] [--no-media] [--out tmp/soak.md] [--built main.js]`: mixed load on a mock server
 * with default options, on loopback. Exits with 1 after a crash, a hang, an unexpected answer, a defect in the server's
 * log, or growth over the bounds of `soak/marks.ts`.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '20' },
    media: { type: 'boolean', default: true },
    out: { type: 'string', default: 'tmp/soak.md' },
    built: { type: 'string', default: main },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (values.help) {
  console.log(
    'npm run soak -- [--minutes 60] [--seed 1] [--rate 20] [--no-media] [--out tmp/soak.md] [--built main.js]',
  );
  process.exit(0);
}
const minutes = Number(values.minutes);
const startedAt = performance.now();
const elapsed = (): number => (performance.now() - startedAt) / 60_000;

if (!existsSync(values.built)) throw new Error('Build first: npm run build.');
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, '');
const say = (text: string): void => {
  console.log(text);
  appendFileSync(values.out, `${text}\n`);
};

/** Work that runs at once, at most. */
const MAX_RUNNING = 120;
/** Work that a run starts, at most: it stops by itself even when its clock does not. */
const MAX_STARTED = 5_000_000;
/** Cores that the server may use; the load gets slower above it. */
const MAX_CORES = 0.5;
const ADJUST_MS = 5_000;
const PROGRESS_MS = 30_000;

/** Starts work at a rate that the server's use of its core decides, until the run is over. */
async function load(server: LoadedServer, client: SoakClient): Promise<void> {
  const running = new Set<Promise<void>>();
  let rate = Number(values.rate);
  let cpu = { ms: server.cpuMs(), at: performance.now() };
  let progress = performance.now();
  for (let started = 0; !client.over() && started < MAX_STARTED; started++) {
    if (running.size < MAX_RUNNING) {
      const done: Promise<void> = drawn(client)
        .catch((error: unknown) => client.tally.refuse('the load failed', String(error)))
        .finally(() => running.delete(done));
      running.add(done);
    }
    await pause(1_000 / rate);
    const now = performance.now();
    if (now - cpu.at > ADJUST_MS) {
      const cores = (server.cpuMs() - cpu.ms) / (now - cpu.at);
      rate = Math.min(
        200,
        Math.max(2, rate * (cores > MAX_CORES * 0.9 ? 0.8 : cores < MAX_CORES * 0.7 ? 1.1 : 1)),
      );
      cpu = { ms: server.cpuMs(), at: now };
      if (now - progress > PROGRESS_MS) {
        progress = now;
        const { total, unexpectedTotal, hangs } = client.tally;
        say(
          `${elapsed().toFixed(1)} min: ${total} requests, ${unexpectedTotal} unexpected, ${hangs} hangs, ` +
            `${running.size} running, ${cores.toFixed(2)} cores, ${server.descriptors()} descriptors`,
        );
      }
    }
  }
  await Promise.race([Promise.all(running), pause(60_000)]);
}

async function run(): Promise<string[]> {
  const server = await startLoaded(values.built);
  const keys = Array.from({ length: 20 }, (_, at) => `dct_soak_${at}`);
  const over = (): boolean => elapsed() >= minutes || server.ended() !== undefined;
  const client = new SoakClient(server.port, keys, new Seeded(Number(values.seed)), new Tally(), over);
  const probe = new HealthProbe(server.port, 100);
  const marks: Mark[] = [];
  const titles: string[] = [];
  const take = async (title: string): Promise<void> => {
    if (server.ended() !== undefined) return;
    marks.push(await mark(elapsed(), server, client, probe));
    titles.push(title);
    say(`\n${table(marks, titles)}\n`);
  };
  try {
    await toLipsyncDay(client);
    await take('start');
    const loaded = load(server, client);
    const filmed = values.media ? cameras(client, loaded) : Promise.resolve();
    for (const share of [1 / 12, 1 / 2]) {
      const at = minutes * share;
      while (elapsed() < at && !over()) await pause(Math.min(1_000, Math.max(1, (at - elapsed()) * 60_000)));
      await take(`${at.toFixed(1)} min`);
    }
    await Promise.all([loaded, filmed]);
    await take(`${minutes} min`);
    await client.call('reset all', '/_mock/reset/all', { method: 'POST' });
    client.close();
    await pause(10_000);
    await take('idle, reset');
    return verdict(server, client, probe, marks);
  } finally {
    probe.stop();
    if (server.ended() === undefined) await server.stop();
  }
}

/** What is wrong, one sentence each. */
function verdict(
  server: LoadedServer,
  client: SoakClient,
  probe: HealthProbe,
  marks: readonly Mark[],
): string[] {
  const [start, first, , last, idle] = marks;
  const { tally } = client;
  say(
    `Done: ${tally
      .byName()
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}.`,
  );
  const ended = server.ended();
  return [
    ...(ended === undefined ? [] : [`The server ended: ${ended}.`]),
    ...[...tally.hung].map(([name, count]) => `${count} x no answer: ${name}.`),
    ...(probe.hangs === 0 ? [] : [`${probe.hangs} x no answer: /_mock/health.`]),
    ...[...tally.unexpected].map(([kind, { count, example }]) => `${count} x ${kind}, such as ${example}`),
    ...server.defects.map((line) => `The server printed: ${line}`),
    ...(first && last ? growth(first, last) : ['The run did not reach its marks.']),
    ...(first && idle ? growth(first, idle).map((text) => `Idle after a reset: ${text}`) : []),
    ...(start && idle && idle.descriptors > start.descriptors + 20
      ? [`${idle.descriptors} descriptors are open after a reset, of ${start.descriptors} at the start.`]
      : []),
  ];
}

const wrong = await run();
say(wrong.length === 0 ? 'Nothing went wrong.' : wrong.join('\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;
