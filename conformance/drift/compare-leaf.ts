import { base, type Difference, type Severity, type Side } from './difference.js';
import type { Leaf } from './normal-form.js';

/** The differences between a parameter or a field on both sides. */
export function compareLeaf(
  operation: string,
  place: string,
  side: Side,
  kind: 'parameter' | 'field',
  ours: Leaf | undefined,
  theirs: Leaf | undefined,
): Difference[] {
  if (!ours && !theirs) return [];
  if (!ours) {
    const severity = side === 'answer' ? 'info' : theirs?.required ? 'breaking' : 'risky';
    return [{ ...base(kind, 'added', severity, operation, place), theirs: describe(theirs) }];
  }
  if (!theirs) {
    const severity = kind === 'parameter' && !ours.required ? 'info' : 'breaking';
    return [{ ...base(kind, 'removed', severity, operation, place), ours: describe(ours) }];
  }
  const changed = (
    what: Difference['kind'],
    severity: Severity,
    before: string,
    after: string,
  ): Difference => ({ ...base(what, 'changed', severity, operation, place), ours: before, theirs: after });
  const found: Difference[] = [];
  if (ours.required !== theirs.required) {
    const worse = side === 'request' ? theirs.required : ours.required;
    found.push(
      changed(
        'required',
        worse ? (side === 'request' ? 'breaking' : 'risky') : 'info',
        requiredText(ours.required),
        requiredText(theirs.required),
      ),
    );
  }
  const [mine, other] = [ours.types.join(' or '), theirs.types.join(' or ')];
  if (mine !== other) {
    const severity = other === '' || mine === '' ? 'info' : 'breaking';
    found.push(changed('type', severity, mine || 'anything', other || 'anything'));
  }
  found.push(...compareValues(side, ours, theirs, changed));
  for (const name of new Set([...Object.keys(ours.bounds), ...Object.keys(theirs.bounds)])) {
    const [before, after] = [ours.bounds[name], theirs.bounds[name]];
    if (before === after) continue;
    const tighter = isTighter(name, before, after);
    // An answer that is described less exactly than ours promises less, so no client fails.
    const hurts = side === 'request' ? tighter === true : tighter === false && after !== undefined;
    const severity = tighter === undefined ? 'risky' : hurts ? 'breaking' : 'info';
    found.push(changed('bound', severity, `${name} ${before ?? 'none'}`, `${name} ${after ?? 'none'}`));
  }
  if (ours.default !== theirs.default && side === 'request') {
    found.push(changed('default', 'risky', ours.default ?? 'none', theirs.default ?? 'none'));
  }
  return found;
}

function compareValues(
  side: Side,
  ours: Leaf,
  theirs: Leaf,
  changed: (what: 'values', severity: Severity, before: string, after: string) => Difference,
): Difference[] {
  const [mine, other] = [ours.values, theirs.values];
  if (mine?.join() === other?.join()) return [];
  const lost =
    mine === undefined
      ? other !== undefined
      : other !== undefined && mine.some((each) => !other.includes(each));
  const gained =
    other === undefined
      ? mine !== undefined
      : mine !== undefined && other.some((each) => !mine.includes(each));
  const hurts = side === 'request' ? lost : gained;
  const severity = hurts ? (side === 'request' ? 'breaking' : 'risky') : 'info';
  return [changed('values', severity, mine?.join(', ') ?? 'any', other?.join(', ') ?? 'any')];
}

/** Whether the second bound allows less; undefined when they cannot be ordered. */
function isTighter(name: string, before?: number | string, after?: number | string): boolean | undefined {
  if (name === 'pattern' || name === 'format')
    return before === undefined ? true : after === undefined ? false : undefined;
  if (before === undefined) return true;
  if (after === undefined) return false;
  return name.startsWith('min') ? after > before : after < before;
}

const requiredText = (required: boolean) => (required ? 'required' : 'optional');

/** A leaf in words. */
export function describe(leaf: Leaf | undefined): string {
  if (!leaf) return '';
  const type = leaf.types.join(' or ') || 'anything';
  return `${type}, ${requiredText(leaf.required)}${leaf.values ? `, one of ${leaf.values.join(', ')}` : ''}`;
}
