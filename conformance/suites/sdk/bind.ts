import { AdapterCrash, AdapterUnusable, type AdapterConnection } from '../../adapters/connection.js';
import type { AdapterHost } from '../../adapters/host.js';
import type { BlobStore } from '../../adapters/blobs.js';
import type { CaseContext } from '../../engine/context.js';
import { defineCase, type Case } from '../../engine/define-case.js';
import { matches } from '../../engine/filter.js';
import { CaseAbort } from '../../engine/case-abort.js';
import { Hung, SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { exchangeOf } from '../../traffic/recorded-exchange.js';
import { Recorder } from '../../traffic/recorder.js';
import { Steering } from './steering.js';

/** What a run lends to its cases. */
export interface Bench {
  host: AdapterHost;
  blobs: BlobStore;
  /** Base of the stand-in's control API, where the target is one. */
  steerAt: string | undefined;
  /** The lines of the protocol for each case, kept for the report. */
  transcripts: Map<string, string[]>;
}

/** Makes a case of the core out of one that drives an SDK: same verdicts, same reports. */
export function bind({ needs, steers, run, ...definition }: SdkCase, bench: Bench): Case {
  return defineCase({
    deadlineMs: 60_000,
    ...definition,
    run: async (core) => {
      if (steers && bench.steerAt === undefined)
        throw new CaseAbort('not-applicable', 'It needs faults on request, which this target has not.');
      const connection = await bench.host.connection();
      claimed(connection, needs, definition.id);
      await drive(definition.id, run, core, connection, bench);
    },
  });
}

function claimed(connection: AdapterConnection, needs: SdkCase['needs'], caseId: string): void {
  const { capabilities, skips = [] } = connection.welcome;
  const missing = needs.filter((need) => !capabilities.includes(need));
  if (missing.length > 0)
    throw new CaseAbort('not-applicable', `The adapter does not claim ${missing.join(', ')}.`);
  const skip = skips.find(
    ({ pattern }) => needs.some((need) => need === pattern) || matches(pattern, caseId),
  );
  if (skip)
    throw new CaseAbort(
      'not-supported',
      skip.issue === undefined ? skip.reason : `${skip.reason} (${skip.issue})`,
    );
}

async function drive(
  caseId: string,
  run: SdkCase['run'],
  core: CaseContext,
  connection: AdapterConnection,
  { host, blobs, steerAt, transcripts }: Bench,
): Promise<void> {
  const recorder = await Recorder.start(core.target.url);
  const steering = steerAt === undefined ? undefined : new Steering(steerAt, core.key);
  const context = new SdkContext({ caseId, core, connection, recorder, steering, blobs });
  const faults = connection.faults.length;
  try {
    await steering?.reset();
    await run(context);
    await context.end();
    const broken = connection.faults.slice(faults);
    if (broken.length > 0) throw new Error(`The adapter broke the protocol: ${broken.join(' ')}`);
  } catch (fault) {
    if (fault instanceof Hung) host.retire(connection);
    if (fault instanceof AdapterUnusable) host.giveUp(fault.message);
    if (fault instanceof AdapterCrash) throw new CaseAbort('crashed', fault.message);
    throw fault;
  } finally {
    core.http.trace.push(...recorder.recorded.map((recorded) => exchangeOf(recorded, core.key)));
    transcripts.set(caseId, connection.transcriptOf(caseId));
    recorder.close();
  }
}
