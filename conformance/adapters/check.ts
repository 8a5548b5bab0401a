import { candidates } from '../suites/sdk/candidates.js';
import { BlobStore } from './blobs.js';
import { AdapterConnection, AdapterCrash } from './connection.js';
import { Late, Probe, type Note } from './probe.js';
import type { Welcome } from './protocol.js';
import type { OpenTransport } from './transport.js';

/** One thing an adapter must do before its verdicts count. */
export interface Finding {
  what: string;
  ok: boolean;
  /** What came instead, and what to do. */
  advice?: string;
}

export interface AdapterReport {
  welcome?: Welcome;
  findings: Finding[];
  ok: boolean;
}

/**
 * Puts an adapter to the test without any service: greeting, refusals, echo, concurrency, cancel, goodbye.
 * `patienceMs` is the longest any single answer may take.
 */
export async function checkAdapter(open: OpenTransport, patienceMs = 10_000): Promise<AdapterReport> {
  const findings: Finding[] = [];
  const note: Note = (what, ok, advice) => findings.push({ what, ok, ...(ok ? {} : { advice }) });
  const blobs = await BlobStore.open();
  const greeting = {
    run: 'adapter-check',
    seed: 1,
    blobBase: blobs.base,
    candidates,
    startMs: patienceMs * 2,
  };
  try {
    const adapter = await AdapterConnection.start(open, greeting);
    note('it starts and greets', true, '');
    await probe(adapter, new Probe(adapter, blobs, note, patienceMs), note);
    return { welcome: adapter.welcome, findings, ok: findings.every(({ ok }) => ok) };
  } catch (fault) {
    note('it starts and greets', false, fault instanceof Error ? fault.message : String(fault));
    return { findings, ok: false };
  } finally {
    blobs.close();
  }
}

async function probe(adapter: AdapterConnection, questions: Probe, note: Note): Promise<void> {
  try {
    await questions.run();
  } catch (fault) {
    if (!(fault instanceof AdapterCrash || fault instanceof Late)) throw fault;
    note('it stays alive and answers', false, fault.message);
  }
  const left = await adapter.bye();
  note(
    'it leaves within five seconds of bye, with exit code 0',
    left < 5000 && /with code 0$|socket/.test(adapter.gone ?? ''),
    `It ${adapter.gone} after ${Math.round(left)} ms.`,
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
    `${finding.ok ? 'ok  ' : 'FAIL'} ${finding.what}`,
    ...(finding.advice === undefined ? [] : finding.advice.split('\n').map((line) => `       ${line}`)),
  ]);
  const verdict = ok ? 'The adapter can be used.' : 'No verdict through this adapter would count.';
  return [...head, ...lines, '', verdict].join('\n');
}
