import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Evidence } from '../../../src/contract/evidence.js';
import type { FormFamily } from '../../../src/contract/validation/form-families.js';

export type ModelSurface = 'queue' | 'process' | 'realtime';

/** What a name means on a surface from a day on, until the next period. */
interface NamePeriod {
  from: string;
  state: 'served' | 'retired' | 'unknown';
  /** Its canonical name. */
  model?: string;
  replacement?: string;
  deprecated?: true;
  /** Evidence of a retirement. */
  evidence?: Evidence;
}

/** Longest prompt in realtime, and the day from which it holds. */
interface ModelPromptLimit {
  most: number;
  unit: 'characters' | 'tokens';
  from?: string;
}

interface ModelIndex {
  names: Record<string, Partial<Record<ModelSurface, NamePeriod[]>>>;
  models: Record<
    string,
    { family?: Exclude<FormFamily, 'file'>; promptLimit?: ModelPromptLimit; fastFrom?: string }
  >;
}

let loaded: ModelIndex | undefined;

/** Written by scripts/traffic-models.ts. */
function catalogue(): ModelIndex {
  const file = fileURLToPath(new URL('models.gen.json', import.meta.url));
  return (loaded ??= JSON.parse(readFileSync(file, 'utf8')) as ModelIndex);
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * What a name means at a time, since when it has been so retired or deprecated, and what it will mean next; undefined
 * for a name that is unknown on the surface.
 */
export function lookUp(
  name: string,
  surface: ModelSurface,
  at: number,
): { now: NamePeriod; since: string; next?: NamePeriod } | undefined {
  const periods = catalogue().names[name]?.[surface] ?? [];
  const day = dayOf(at);
  const index = periods.findLastIndex(({ from }) => from <= day);
  const [now, next] = [periods[index], periods[index + 1]];
  if (!now) return undefined;
  // A deprecated name may get another replacement; it stays deprecated since the first.
  const other = periods.findLastIndex(
    (each, n) => n < index && (each.state !== now.state || each.deprecated !== now.deprecated),
  );
  return { now, since: periods[other + 1]?.from ?? now.from, ...(next ? { next } : {}) };
}

/** The limits of the model behind a name. */
export function modelOf(
  name: string,
  surface: ModelSurface,
  at: number,
): ModelIndex['models'][string] | undefined {
  const found = lookUp(name, surface, at);
  return found?.now.model === undefined ? undefined : catalogue().models[found.now.model];
}

/** Whether a name is one of some surface at some time. */
export const isKnownName = (name: string): boolean => name in catalogue().names;
