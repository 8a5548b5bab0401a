import { existsSync } from 'node:fs';
import { requireTools } from './lib/load.js';
import { installPeers, main } from './lib/peers.js';
import { coldStart } from './measures/cold-start.js';
import { jobMemory, uploadMemory } from './measures/memory.js';
import { idleSockets, type IdleRow } from './measures/realtime-idle.js';
import { joinLatency } from './measures/realtime-join.js';
import { mediaCost } from './measures/realtime-media.js';
import { polling, submitting, type Row } from './measures/throughput.js';

/**
 * `npm run bench [-- polling submit cold memory upload realtime-idle ...]`: measures ratios against raw Node
 * and two peers, in one run, on loopback. Only the ratios are comparable between machines.
 */

const floor = (rows: readonly Row[]): number => rows[0]?.rate ?? NaN;

function table(title: string, unit: string, rows: readonly Row[]): void {
  const ours = rows.find(({ name }) => name === 'decart-mock')?.rate ?? NaN;
  console.log(`\n### ${title}\n\n| | ${unit} | of the floor | decart-mock is x of it |\n|---|---|---|---|`);
  for (const { name, rate } of rows) {
    console.log(
      `| ${name} | ${rate.toFixed(0)} | ${(rate / floor(rows)).toFixed(2)} | ${(ours / rate).toFixed(2)} |`,
    );
  }
}

async function realtimeIdle(): Promise<void> {
  const [floor, ours] = await idleSockets(10_000, 5);
  if (!floor || !ours) throw new Error('A measured server is missing.');
  console.log('\n### 10,000 idle control sockets\n\n| | ws alone | decart-mock | ratio |\n|---|---|---|---|');
  const row = (name: string, of: (row: IdleRow) => number, digits = 1): void =>
    console.log(
      `| ${name} | ${of(floor).toFixed(digits)} | ${of(ours).toFixed(digits)} | ${(of(ours) / of(floor)).toFixed(2)} |`,
    );
  row('heap and external, KB a socket', ({ heap }) => heap / 1_000);
  row('resident, KB a socket', ({ rss }) => rss / 1_000);
  row('connections/s', ({ rate }) => rate, 0);
  row('CPU, µs a connection', ({ cpu }) => cpu, 0);
  row('first connection, ms', ({ firstMs }) => firstMs);
}

async function realtimeJoin(): Promise<void> {
  console.log('\n### From joining to the room info\n\n| | median, ms | p95, ms |\n|---|---|---|');
  for (const { name, median, p95 } of await joinLatency(1_000))
    console.log(`| ${name} | ${median.toFixed(2)} | ${p95.toFixed(2)} |`);
}

/** `LIVEKIT_SERVER` and `BENCH_BESIDE` name a livekit-server, and the `main.js` of another build, to measure too. */
async function realtimeMedia(): Promise<void> {
  const { LIVEKIT_SERVER, BENCH_BESIDE, BENCH_ONLY } = process.env;
  const rows = await mediaCost({
    rounds: 3,
    seconds: 5,
    withLivekit: LIVEKIT_SERVER !== undefined,
    beside: BENCH_BESIDE,
    only: BENCH_ONLY === undefined ? undefined : new RegExp(BENCH_ONLY),
  });
  const anchor = rows.find(({ name }) => name.startsWith('livekit-server'));
  console.log('\n### Sessions with a camera\n');
  if (!anchor) console.log('LIVEKIT_SERVER names no binary: the table lacks livekit-server.\n');
  const ratio = (value: number, of: number | undefined): string =>
    of === undefined ? '' : ` (${(value / of).toFixed(2)})`;
  console.log('| | cores a session | frames/s sent | decoded | first frame, ms | of later sessions, ms |');
  console.log('|---|---|---|---|---|---|');
  for (const { name, cores, sent, decoded, firstFrame, laterFrame } of rows)
    console.log(
      `| ${name} | ${cores.toFixed(3)}${ratio(cores, anchor?.cores)} | ${sent.toFixed(0)} | ${decoded.toFixed(0)} ` +
        `| ${firstFrame.toFixed(0)}${ratio(firstFrame, anchor?.firstFrame)} ` +
        `| ${laterFrame.toFixed(0)}${ratio(laterFrame, anchor?.laterFrame)} |`,
    );
}

const measures: Readonly<Record<string, () => Promise<void>>> = {
  polling: async () => table('Polling a finished job, 64 connections', 'requests/s', await polling(5, 4)),
  submit: async () => table('Submitting 1 MiB, 8 connections', 'requests/s', await submitting(5, 4)),
  cold: async () => table('Cold start: spawn to first answer', 'ms', await coldStart(15)),
  'realtime-idle': realtimeIdle,
  'realtime-join': realtimeJoin,
  'realtime-media': realtimeMedia,
  memory: async () => {
    const { idle, above } = await jobMemory(100_000);
    console.log(`\n### 100,000 finished jobs\n\n${above.toFixed(0)} MB above ${idle.toFixed(0)} MB idle`);
  },
  upload: async () => {
    const { idle, above } = await uploadMemory(199_000_000);
    console.log(
      `\n### One upload of 199 MB\n\n${above.toFixed(0)} MB above ${idle.toFixed(0)} MB idle, at its peak`,
    );
  },
};

if (!existsSync(main)) throw new Error('Build first: npm run build.');
requireTools();
installPeers();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(measures, name));
if (unknown.length > 0)
  throw new Error(
    `Unknown measure "${unknown.join('", "')}". Measures: ${Object.keys(measures).join(', ')}.`,
  );
for (const name of asked.length > 0 ? asked : Object.keys(measures)) await measures[name]?.();
