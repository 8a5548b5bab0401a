import type { Leaf, NormalForm, OperationForm } from './normal-form.js';

/** `breaking`: who relies on ours is wrong; `risky`: ours lacks something, or may be wrong; `info`: worth knowing. */
export const severities = ['info', 'risky', 'breaking'] as const;
export type Severity = (typeof severities)[number];

/** One difference between our document (before) and a served one (after). */
export interface Difference {
  kind:
    | 'operation'
    | 'parameter'
    | 'media-type'
    | 'field'
    | 'required'
    | 'type'
    | 'bound'
    | 'values'
    | 'default'
    | 'response';
  change: 'added' | 'removed' | 'changed';
  severity: Severity;
  /** `POST /v1/files`. */
  operation: string;
  /** Where in the operation: `request multipart/form-data ttl_seconds`, `200 application/json id`. */
  place: string;
  ours?: string;
  theirs?: string;
  note?: string;
}

/** Everything in which a served document differs from ours, worst first. */
export function compareDocuments(ours: NormalForm, theirs: NormalForm): Difference[] {
  const found: Difference[] = [];
  for (const [operation, mine] of ours) {
    const other = theirs.get(operation);
    if (other) found.push(...compareOperation(operation, mine, other));
    else {
      const unpublished = mine.deprecated
        ? 'served at older dates'
        : onlySeen(mine)
          ? 'known from elsewhere'
          : undefined;
      found.push({
        ...base('operation', 'removed', unpublished === undefined ? 'breaking' : 'info', operation, ''),
        ...(unpublished === undefined ? {} : { note: `Ours has it as ${unpublished}.` }),
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

/** Whether no success of an operation is known from documents: those do not list WebSockets either. */
const onlySeen = ({ responses }: OperationForm) =>
  [...responses].every(
    ([status, { grade }]) => !status.startsWith('2') || (grade !== undefined && grade !== 'documented'),
  );

const base = (
  kind: Difference['kind'],
  change: Difference['change'],
  severity: Severity,
  operation: string,
  place: string,
): Difference => ({ kind, change, severity, operation, place });

/** Who would be hurt: a request is written by the client, an answer is read by it. */
type Side = 'request' | 'answer';

function compareOperation(operation: string, ours: OperationForm, theirs: OperationForm): Difference[] {
  return [
    ...compareMaps(ours.parameters, theirs.parameters).flatMap(([name, mine, other]) =>
      compareLeaf(operation, name, 'request', 'parameter', mine, other),
    ),
    ...compareBodies(operation, 'request', 'request', ours.bodies, theirs.bodies),
    ...compareMaps(ours.responses, theirs.responses).flatMap(([status, mine, other]) => {
      if (mine && other) return compareBodies(operation, status, 'answer', mine.bodies, other.bodies);
      if (other) return [base('response', 'added', 'risky', operation, status)];
      // Served documents list few errors: what was seen or read elsewhere is no drift.
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

function compareBodies(
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
  return compareMaps(ours, theirs).flatMap(([type, mine, other]) => {
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
  if (silent(theirs)) {
    if (silent(ours)) return [];
    return [
      { ...base('type', 'changed', 'info', operation, where), ours: typesOf(ours), theirs: 'not described' },
    ];
  }
  const pairs = compareMaps(ours, theirs);
  // A field that one side lacks is told once, not with all that is in it.
  const missing = pairs.filter(([, mine, other]) => !mine || !other).map(([name]) => name);
  return pairs.flatMap(([name, mine, other]) => {
    if (mine && !other && open(theirs, name)) {
      const told = base('field', 'removed', 'info', operation, `${where} ${name}`);
      return [{ ...told, ours: describe(mine), theirs: 'not described' }];
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

/** Whether the thing around a field is there and says nothing of what is in it. */
function open(fields: Map<string, Leaf>, name: string): boolean {
  const outer = name.replace(/(\.?[^.[\]]+|\[\])$/, '');
  return (
    fields.has(outer) &&
    ![...fields.keys()].some(
      (each) =>
        each !== outer && each.startsWith(outer === '' ? '' : `${outer}.`) && each.length > outer.length,
    )
  );
}

const silent = (fields: Map<string, Leaf>) => fields.size <= 1 && (fields.get('')?.types.length ?? 0) === 0;
const typesOf = (fields: Map<string, Leaf>) =>
  `${fields.get('')?.types.join(' or ') || 'anything'} with ${fields.size - 1} fields`;

function compareLeaf(
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
        say(ours.required),
        say(theirs.required),
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
    // An answer described less exactly than ours promises less, and breaks nothing.
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

/** Whether the second bound allows less; undefined for what cannot be ordered. */
function isTighter(name: string, before?: number | string, after?: number | string): boolean | undefined {
  if (name === 'pattern' || name === 'format')
    return before === undefined ? true : after === undefined ? false : undefined;
  if (before === undefined) return true;
  if (after === undefined) return false;
  return name.startsWith('min') ? after > before : after < before;
}

const say = (required: boolean) => (required ? 'required' : 'optional');

function describe(leaf: Leaf | undefined): string {
  if (!leaf) return '';
  const type = leaf.types.join(' or ') || 'anything';
  return `${type}, ${say(leaf.required)}${leaf.values ? `, one of ${leaf.values.join(', ')}` : ''}`;
}

/** The names of both, ours first, with what each side has. */
function compareMaps<T>(
  ours: Map<string, T>,
  theirs: Map<string, T>,
): [string, T | undefined, T | undefined][] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].map((name) => [
    name,
    ours.get(name),
    theirs.get(name),
  ]);
}
