import type { HealthProbe, Latency } from '../load/probe.js';
import type { LoadedServer, Report } from '../load/server.js';
import type { SoakClient } from './client.js';
import { held, type Held } from './control.js';
import { LIPSYNC_KEY } from './lipsync.js';

/** The figures of one moment. */
export interface Mark extends Report {
  readonly minute: number;
  readonly requests: number;
  readonly unexpected: number;
  readonly hangs: number;
  readonly descriptors: number;
  readonly health: Latency;
  readonly held: Held;
}

const MB = 2 ** 20;

export async function mark(
  minute: number,
  server: LoadedServer,
  client: SoakClient,
  probe: HealthProbe,
): Promise<Mark> {
  const report = await server.report();
  return {
    ...report,
    minute,
    requests: client.tally.total,
    unexpected: client.tally.unexpectedTotal,
    hangs: client.tally.hangs + probe.hangs,
    descriptors: server.descriptors(),
    health: probe.take(),
    held: await held(client, [...client.keys, LIPSYNC_KEY]),
  };
}

const three = ({ p50, p99, max }: Latency): string =>
  [p50, p99, max].map((each) => each.toFixed(1)).join(' / ');

const rows: readonly [string, (mark: Mark) => string][] = [
  ['requests done', ({ requests }) => String(requests)],
  ['unexpected answers', ({ unexpected }) => String(unexpected)],
  ['hangs', ({ hangs }) => String(hangs)],
  ['RSS as it is, MB', ({ rssAsIs }) => (rssAsIs / MB).toFixed(0)],
  ['RSS after gc, MB', ({ rss }) => (rss / MB).toFixed(0)],
  ['heap used after gc, MB', ({ heapUsed }) => (heapUsed / MB).toFixed(1)],
  ['external, MB', ({ external }) => (external / MB).toFixed(1)],
  ['descriptors', ({ descriptors }) => String(descriptors)],
  ['loop delay p50 / p99 / max, ms', ({ loop }) => three(loop)],
  ['/_mock/health p50 / p99 / max, ms', ({ health }) => three(health)],
  ['accounts', ({ held: { accounts } }) => String(accounts)],
  ['jobs held', ({ held: { jobs } }) => String(jobs)],
  ['files held', ({ held: { files } }) => String(files)],
  ['sessions running', ({ held: { running } }) => String(running)],
];

/** The marks as a table: one column a mark. Delays are those since the mark before. */
export function table(marks: readonly Mark[], titles: readonly string[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...titles]),
    line(['---', ...titles.map(() => '---:')]),
    ...rows.map(([name, of]) => line([name, ...marks.map(of)])),
  ].join('\n');
}

/**
 * How far the last mark may be above the first one of the run. The heap tells of leaks; resident memory also has what the
 * allocator keeps of the largest uploads and pictures so far.
 */
export const BOUNDS = { heapMb: 64, rssMb: 256, descriptors: 100 };

/** What grew beyond its bound between two marks. */
export function growth(first: Mark, last: Mark): string[] {
  const grown: [string, number, number][] = [
    ['heap used after gc, MB', (last.heapUsed - first.heapUsed) / MB, BOUNDS.heapMb],
    ['RSS after gc, MB', (last.rss - first.rss) / MB, BOUNDS.rssMb],
    ['descriptors', last.descriptors - first.descriptors, BOUNDS.descriptors],
  ];
  return grown
    .filter(([, by, bound]) => by > bound)
    .map(([name, by, bound]) => `${name} grew by ${by.toFixed(0)}, over the bound of ${bound}.`);
}
