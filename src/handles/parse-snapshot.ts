import { snapshotShape, type Snapshot } from '../world/snapshot/shape.js';
import { ControlError } from './errors.js';
import { issueTexts } from './issues.js';

/** @throws ControlError bad_snapshot */
export function parseSnapshot(value: unknown): Snapshot {
  const parsed = snapshotShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const texts = issueTexts(parsed.error);
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : '';
  throw new ControlError('bad_snapshot', `Not a valid snapshot: ${texts.slice(0, 3).join('; ')}${more}.`);
}
