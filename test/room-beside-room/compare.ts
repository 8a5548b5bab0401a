import { ABSENT, bySubject, type Observation } from './observed.js';

/** One line of the table: what one client sees of one subject on both servers. */
export interface Compared {
  /** `script: client sees subject` */
  readonly where: string;
  readonly real: readonly string[];
  readonly embedded: readonly string[];
}

/** An event that one of the two servers lacks at this place of the order. */
export interface Difference {
  readonly where: string;
  readonly only: 'real' | 'embedded';
  readonly event: string;
}

/** The two lists of a script, subject by subject. */
export function compare(
  script: string,
  real: readonly Observation[],
  embedded: readonly Observation[],
): Compared[] {
  const [left, right] = [bySubject(real), bySubject(embedded)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((key) => ({
    where: `${script}: ${key}`,
    real: left.get(key) ?? [],
    embedded: right.get(key) ?? [],
  }));
}

/** What is in one list alone, by the longest common subsequence. What comes at intervals has no order. */
export function differences(rows: readonly Compared[]): Difference[] {
  return rows.flatMap(({ where, real, embedded }) => {
    const unordered = / sees (quality|console)$/.test(where);
    const [left, right] = unordered ? [[...real].sort(), [...embedded].sort()] : [real, embedded];
    const common = longestCommon(left, right);
    return [
      ...without(left, common).map((event) => ({ where, only: 'real' as const, event })),
      ...without(right, common).map((event) => ({ where, only: 'embedded' as const, event })),
    ];
  });
}

/** What a script waits for, and sees on neither server, which is a fault of the script. */
export const absent = (rows: readonly Compared[]): string[] =>
  rows.flatMap(({ where, real, embedded }) =>
    real
      .filter((event) => event.startsWith(ABSENT) && embedded.includes(event))
      .map((event) => `${where}: ${event}`),
  );

/** The longest list that is part of both, in order. */
function longestCommon(left: readonly string[], right: readonly string[]): string[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const same = left[row] === right[column];
      const best = same ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
      (lengths[row] ?? [])[column] = best;
    }
  }
  const common: string[] = [];
  for (let row = 0, column = 0; row < left.length && column < right.length;) {
    const event = left[row];
    if (event !== undefined && event === right[column]) {
      common.push(event);
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return common;
}

/** `list` less its subsequence `part`. */
function without(list: readonly string[], part: readonly string[]): string[] {
  let next = 0;
  return list.filter((event) => {
    if (event !== part[next]) return true;
    next++;
    return false;
  });
}
