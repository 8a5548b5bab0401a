import { fileURLToPath } from 'node:url';
import { stdio } from '../../../../conformance/adapters/stdio.js';
import type { OpenTransport } from '../../../../conformance/adapters/transport.js';
import type { CheckResult } from '../../../../conformance/engine/checks.js';
import { discover } from '../../../../conformance/targets/discover.js';
import type { Timeouts } from '../../../../conformance/engine/timeouts.js';
import type { Run } from '../../../../conformance/engine/run.js';
import type { CaseResult } from '../../../../conformance/engine/case-result.js';
import { loadRequirements } from '../../../../conformance/requirements/load.js';
import type { SdkCase } from '../../../../conformance/suites/sdk/define.js';
import { sdkCases } from '../../../../conformance/suites/sdk/index.js';
import { runSdk } from '../../../../conformance/suites/sdk/run.js';

const adapters = fileURLToPath(new URL('../../../../conformance/adapters/', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** The JS SDK in a folder or under an alias. */
export const javascript = (sdk: string): OpenTransport =>
  stdio([process.execPath, `${adapters}javascript/adapter.mjs`, '--sdk', sdk]);

export const reference: OpenTransport = stdio([process.execPath, `${adapters}reference/adapter.mjs`]);

/** The reference adapter with another pause between two polls, in ms. */
export const polling = (ms: number): OpenTransport =>
  stdio([process.execPath, `${adapters}reference/adapter.mjs`, String(ms)]);

export const misbehaving = (manner: string): OpenTransport =>
  stdio([process.execPath, `${here}misbehaving-adapter.mjs`, manner]);

export const requirements = loadRequirements();

/** Runs cases of the SDK suite against a mock server. */
export async function drive(
  url: string,
  adapter: OpenTransport,
  options: {
    filter?: string[];
    cases?: readonly SdkCase[];
    concurrency?: number;
    timeouts?: Partial<Timeouts>;
  } = {},
): Promise<Run> {
  const { cases = sdkCases, ...rest } = options;
  return runSdk(cases, await discover({ url }), {
    requirements,
    adapter,
    seed: 1,
    version: '0.0.0',
    ...rest,
  });
}

/** The checks of a run that satisfy a condition, as `case requirement`. */
export const checksThat = (run: Run, satisfies: (check: CheckResult) => boolean): string[] => [
  ...new Set(
    run.results.flatMap(({ id, checks }) =>
      checks.filter(satisfies).map(({ requirement }) => `${id} ${requirement}`),
    ),
  ),
];

export function resultOf(run: Run, id: string): CaseResult {
  const found = run.results.find((result) => result.id === id);
  if (!found) throw new Error(`The run has no ${id}.`);
  return found;
}

/** The cases of a run that neither passed nor were left out, with their verdict and a requirement. */
export const notGreen = (run: Run): string[] =>
  run.results
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(
      ({ id, verdict, checks }) =>
        `${id} ${verdict} ${checks.find((check) => check.verdict !== 'pass')?.requirement ?? ''}`,
    );
