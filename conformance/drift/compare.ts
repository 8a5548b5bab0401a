import { compareBodies } from './compare-fields.js';
import { compareLeaf } from './compare-leaf.js';
import { base, pairs, severities, type Difference } from './difference.js';
import type { NormalForm, OperationForm } from './normal-form.js';

/** The differences between our document and a served one, worst first. */
export function compareDocuments(ours: NormalForm, theirs: NormalForm): Difference[] {
  const found: Difference[] = [];
  for (const [operation, mine] of ours) {
    const other = theirs.get(operation);
    if (other) found.push(...compareOperation(operation, mine, other));
    else {
      const source = mine.deprecated
        ? 'served on earlier dates'
        : isUndocumented(mine)
          ? 'known from other sources'
          : undefined;
      found.push({
        ...base('operation', 'removed', source === undefined ? 'breaking' : 'info', operation, ''),
        ...(source === undefined ? {} : { note: `In ours: ${source}.` }),
      });
    }
  }
  for (const operation of theirs.keys()) {
    if (!ours.has(operation)) found.push(base('operation', 'added', 'risky', operation, ''));
  }
  return found.sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      a.operation.localeCompare(b.operation) ||
      a.place.localeCompare(b.place) ||
      a.kind.localeCompare(b.kind),
  );
}

/** Whether no document describes a success of an operation. OpenAPI documents do not describe WebSockets. */
const isUndocumented = ({ responses }: OperationForm) =>
  [...responses].every(
    ([status, { grade }]) => !status.startsWith('2') || (grade !== undefined && grade !== 'documented'),
  );

function compareOperation(operation: string, ours: OperationForm, theirs: OperationForm): Difference[] {
  return [
    ...pairs(ours.parameters, theirs.parameters).flatMap(([name, mine, other]) =>
      compareLeaf(operation, name, 'request', 'parameter', mine, other),
    ),
    ...compareBodies(operation, 'request', 'request', ours.bodies, theirs.bodies),
    ...pairs(ours.responses, theirs.responses).flatMap(([status, mine, other]) => {
      if (mine && other) return compareBodies(operation, status, 'answer', mine.bodies, other.bodies);
      if (other) return [base('response', 'added', 'risky', operation, status)];
      // Served documents list few errors, so one that is known from another source is not drift.
      const published = mine?.grade === undefined || mine.grade === 'documented';
      const expected = Number(status) >= 400 || !published;
      return [
        {
          ...base('response', 'removed', expected ? 'info' : 'risky', operation, status),
          ...(mine?.grade === undefined ? {} : { ours: mine.grade }),
        },
      ];
    }),
  ];
}
