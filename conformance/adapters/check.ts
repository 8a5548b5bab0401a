import { withTimeouts, type Timeouts } from '../engine/timeouts.js';
import { AdapterCrash, AdapterUnusable } from './adapter-errors.js';
import { AdapterBlobs } from './blobs.js';
import { candidates } from './candidates.js';
import { AdapterConnection } from './connection.js';
import { LateAnswer, Probe, type Note } from './probe.js';
import type { Welcome } from './protocol.js';
import type { OpenTransport } from './transport.js';

/** One thing an adapter must do before its verdicts count. */
export interface AdapterFinding {
  what: string;
  ok: boolean;
  /** What happened instead, and what to do. With `ok`: a warning. */
  advice?: string;
}

export interface AdapterReport {
  welcome?: Welcome;
  findings: AdapterFinding[];
  ok: boolean;
}

/** Tests an adapter without a service: greeting, refusals, echo, concurrency, cancel, exit. */
export async function checkAdapter(
  open: OpenTransport,
  some: Partial<Timeouts> = {},
): Promise<AdapterReport> {
  const timeouts = withTimeouts(some);
  const findings: AdapterFinding[] = [];
  const note: Note = (what, ok, advice) => findings.push({ what, ok, ...(ok ? {} : { advice }) });
  const blobs = await AdapterBlobs.open();
  const greeting = { run: 'adapter-check', seed: 1, blobBase: blobs.base, candidates };
  try {
    const adapter = await AdapterConnection.start(open, greeting, timeouts);
    note('it starts and greets', true, '');
    findings.push(...modelFindings(adapter.welcome));
    await probe(adapter, new Probe(adapter, blobs, note, timeouts), note, timeouts);
    return { welcome: adapter.welcome, findings, ok: findings.every(({ ok }) => ok) };
  } catch (fault) {
    note('it starts and greets', false, fault instanceof Error ? fault.message : String(fault));
    return { findings, ok: false };
  } finally {
    blobs.close();
  }
}

const surfaces = {
  video: ['queue.submit', 'queue.submitAndPoll'],
  image: ['process'],
  realtime: ['realtime.connect'],
} as const;

/** Warnings about the models that an adapter names, where it claims operations that take one. */
function modelFindings({ capabilities, models }: Welcome): AdapterFinding[] {
  const needed = (Object.keys(surfaces) as (keyof typeof surfaces)[]).filter((surface) =>
    surfaces[surface].some((op) => capabilities.includes(op)),
  );
  const empty = needed.filter((surface) => models !== undefined && (models[surface] ?? []).length === 0);
  const what = 'it names the models its SDK takes';
  if (empty.length > 0)
    return empty.map((surface) => ({
      what,
      ok: true,
      advice: `It claims ${surfaces[surface].filter((op) => capabilities.includes(op)).join(' and ')}, and "models" has no ${surface}: the cases that take one will not apply.`,
    }));
  if (needed.length === 0 || models !== undefined) return [];
  return [
    {
      what,
      ok: true,
      advice:
        'Its welcome has no "models", so the SDK counts as one that takes any name. If it knows some only, return those of hello\'s candidates that it takes.',
    },
  ];
}

async function probe(
  adapter: AdapterConnection,
  questions: Probe,
  note: Note,
  { leaveMs }: Timeouts,
): Promise<void> {
  try {
    await questions.run();
  } catch (fault) {
    const known = [AdapterCrash, AdapterUnusable, LateAnswer].some((kind) => fault instanceof kind);
    if (!known || !(fault instanceof Error)) throw fault;
    note('it stays alive and answers', false, fault.message);
  }
  const tookMs = await adapter.bye();
  note(
    'it exits within five seconds of bye, with exit code 0',
    tookMs < leaveMs && /with code 0$|socket/.test(adapter.gone ?? ''),
    `It ${adapter.gone} after ${Math.round(tookMs)} ms.`,
  );
  note('it keeps to the protocol', adapter.faults.length === 0, adapter.faults.slice(0, 5).join('\n'));
}

/** The findings for a terminal. */
export function checkText({ welcome, findings, ok }: AdapterReport): string {
  const head = welcome
    ? [
        `${welcome.adapter.name} ${welcome.adapter.version} drives ${welcome.sdk.name} ${welcome.sdk.version}`,
        `claims: ${welcome.capabilities.join(' ')}`,
        '',
      ]
    : [];
  const lines = findings.flatMap((finding) => [
    `${!finding.ok ? 'FAIL' : finding.advice === undefined ? 'ok  ' : 'warn'} ${finding.what}`,
    ...(finding.advice === undefined ? [] : finding.advice.split('\n').map((line) => `       ${line}`)),
  ]);
  const verdict = ok ? 'The adapter can be used.' : 'No verdict through this adapter would count.';
  return [...head, ...lines, '', verdict].join('\n');
}
