import { compareLeaf, describe } from './compare-leaf.js';
import { base, pairs, type Difference, type Side } from './difference.js';
import type { Leaf, OperationForm } from './normal-form.js';

/** The differences between the bodies of a request or of an answer, by media type. */
export function compareBodies(
  operation: string,
  where: string,
  side: Side,
  ours: OperationForm['bodies'],
  theirs: OperationForm['bodies'],
): Difference[] {
  if (theirs.size === 0 && ours.size > 0) {
    return [
      {
        ...base('type', 'changed', 'info', operation, where),
        ours: [...ours.keys()].join(', '),
        theirs: 'not described',
      },
    ];
  }
  return pairs(ours, theirs).flatMap(([type, mine, other]) => {
    const place = `${where} ${type}`;
    if (!mine) return [base('media-type', 'added', 'risky', operation, place)];
    if (!other)
      return [base('media-type', 'removed', side === 'request' ? 'breaking' : 'risky', operation, place)];
    return compareFields(operation, place, side, mine, other);
  });
}

function compareFields(
  operation: string,
  where: string,
  side: Side,
  ours: Map<string, Leaf>,
  theirs: Map<string, Leaf>,
): Difference[] {
  if (isUndescribed(theirs)) {
    if (isUndescribed(ours)) return [];
    return [
      { ...base('type', 'changed', 'info', operation, where), ours: typesOf(ours), theirs: 'not described' },
    ];
  }
  const fields = pairs(ours, theirs);
  // A field that one side lacks is reported once, without the fields inside it.
  const missing = fields.filter(([, mine, other]) => !mine || !other).map(([name]) => name);
  return fields.flatMap(([name, mine, other]) => {
    if (mine && !other && isOpen(theirs, name)) {
      const difference = base('field', 'removed', 'info', operation, `${where} ${name}`);
      return [{ ...difference, ours: describe(mine), theirs: 'not described' }];
    }
    if (
      missing.some(
        (outer) =>
          name !== outer && (outer === '' || name.startsWith(`${outer}.`) || name.startsWith(`${outer}[`)),
      )
    )
      return [];
    return compareLeaf(operation, `${where} ${name}`.trim(), side, 'field', mine, other);
  });
}

/** Whether the object around a field is declared without its fields. */
function isOpen(fields: Map<string, Leaf>, name: string): boolean {
  const outer = name.replace(/(\.?[^.[\]]+|\[\])$/, '');
  return (
    fields.has(outer) &&
    ![...fields.keys()].some(
      (each) =>
        each !== outer && each.startsWith(outer === '' ? '' : `${outer}.`) && each.length > outer.length,
    )
  );
}

const isUndescribed = (fields: Map<string, Leaf>) =>
  fields.size <= 1 && (fields.get('')?.types.length ?? 0) === 0;
const typesOf = (fields: Map<string, Leaf>) =>
  `${fields.get('')?.types.join(' or ') || 'anything'} with ${fields.size - 1} fields`;
