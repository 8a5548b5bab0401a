import { AdapterCrash, AdapterUnusable } from '../../adapters/adapter-errors.js';
import type { AdapterBlobs } from '../../adapters/blobs.js';
import type { AdapterConnection } from '../../adapters/connection.js';
import type { AdapterHost } from '../../adapters/host.js';
import { refuseSkipped, requireCapabilities, requireControl } from '../../engine/applicability.js';
import { CaseAbort } from '../../engine/case-abort.js';
import type { CaseContext } from '../../engine/context.js';
import { defineCase, type Case } from '../../engine/define-case.js';
import { exchangeOf } from '../../traffic/recorded-exchange.js';
import { Recorder } from '../../traffic/recorder.js';
import { AccountControl } from './account-control.js';
import { Hung } from './called.js';
import { SdkContext } from './context.js';
import type { SdkCase } from './define.js';

/** What the cases of a run share. */
export interface SdkResources {
  host: AdapterHost;
  blobs: AdapterBlobs;
  /** Base URL of the mock server, where the target is one. */
  mockUrl: string | undefined;
  /** The lines of the protocol for each case, kept for the report. */
  transcripts: Map<string, string[]>;
}

/** Makes a case of the engine out of one that drives an SDK: same verdicts, same reports. */
export function bind({ needs, needsControl, run, ...definition }: SdkCase, shared: SdkResources): Case {
  return defineCase({
    deadlineMs: 60_000,
    ...definition,
    run: async (core) => {
      if (needsControl) requireControl(shared.mockUrl);
      const connection = await shared.host.connection();
      const { capabilities, skips = [] } = connection.welcome;
      requireCapabilities(needs, capabilities);
      refuseSkipped(skips, definition.id, needs);
      await drive(definition.id, run, core, connection, shared);
    },
  });
}

async function drive(
  caseId: string,
  run: SdkCase['run'],
  core: CaseContext,
  connection: AdapterConnection,
  { host, blobs, mockUrl, transcripts }: SdkResources,
): Promise<void> {
  const recorder = await Recorder.start(core.target.url);
  const control = mockUrl === undefined ? undefined : new AccountControl(mockUrl, core.key);
  const context = new SdkContext({ caseId, core, connection, recorder, control, blobs });
  const faults = connection.faults.length;
  try {
    await control?.reset();
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
