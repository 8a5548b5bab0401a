import { snapshotShape, type Snapshot } from '../world/snapshot/shape.js';
import type { Limits } from '../world/accounts/limits.js';
import { ControlError } from './errors.js';
import { issueTexts } from './issues.js';

/** @throws ControlError bad_snapshot, also for more entries than `limits` keep */
export function parseSnapshot(value: unknown, limits: Limits): Snapshot {
  refuseExcess(value, limits);
  const parsed = snapshotShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const texts = issueTexts(parsed.error);
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : '';
  throw new ControlError('bad_snapshot', `Not a valid snapshot: ${texts.slice(0, 3).join('; ')}${more}.`);
}

/** Lists of a snapshot, and how many entries an account keeps of each. */
const kept = {
  jobs: 'jobsPerAccount',
  files: 'filesPerAccount',
  tokens: 'tokensPerAccount',
  tickets: 'ticketsPerAccount',
} as const satisfies Record<string, keyof Limits>;

/** Before any entry is checked, which takes longer than sending it. */
function refuseExcess(value: unknown, limits: Limits): void {
  if (typeof value !== 'object' || value === null) return;
  const given = value as Readonly<Record<string, unknown>>;
  for (const [name, limit] of Object.entries(kept)) {
    const entries = given[name];
    if (!Array.isArray(entries) || entries.length <= limits[limit]) continue;
    const count = `${name} has ${entries.length} entries, and "limits.${limit}" keeps ${limits[limit]}`;
    throw new ControlError('bad_snapshot', `Not a valid snapshot: ${count}.`);
  }
}
