import type { NameBinding } from './name-bindings.js';
import { day } from '../data/day.js';
import { formatAt } from './model-specs-at.js';
import type { Period, Resolution, Surface } from '../types.js';

/** What a name means from `from` until the next segment. */
export interface Segment {
  readonly from: number;
  readonly resolution: Resolution;
}

const startOf = (period: Period): number => day(period.from.on);
const endOf = (period: Period): number => (period.until ? day(period.until.on) : Infinity);

/** What a claim makes of its name, or undefined while it says nothing. */
function resolveClaim(claim: NameBinding, surface: Surface, at: number): Resolution | undefined {
  const { model, name: requested } = claim;
  const served = model.surfaces[surface];
  if (!served || at < claim.from || at >= claim.until) return undefined;
  if (claim.only && claim.only !== surface) return undefined;

  const begun = served.periods.filter((period) => startOf(period) <= at).at(-1);
  if (!begun) return undefined;
  if (at >= endOf(begun)) {
    if (begun.ending === 'withdrawn') return undefined;
    return {
      state: 'retired',
      requested,
      model: model.name,
      retiredOn: endOf(begun),
      ...(model.replacement && { replacement: model.replacement }),
    };
  }
  // Before a model had its present name, the old spelling was no alias.
  const unnamed = model.named !== undefined && at < day(model.named.on);
  return {
    state: 'served',
    requested,
    surface,
    model,
    via: claim.kind === 'alias' && unnamed ? 'canonical' : claim.kind,
    served,
    format: formatAt(served, at),
    ...(claim.deprecatedFrom !== undefined &&
      at >= claim.deprecatedFrom && { deprecated: { replacement: model.name } }),
  };
}

/** When a claim may start to mean something else on a surface. */
function turningPoints(claim: NameBinding, surface: Surface): number[] {
  const served = claim.model.surfaces[surface];
  return [
    claim.from,
    claim.until,
    claim.deprecatedFrom ?? Infinity,
    claim.model.named ? day(claim.model.named.on) : Infinity,
    ...(served?.periods.flatMap((period) => [startOf(period), endOf(period)]) ?? []),
    ...(served?.earlier?.map(({ until }) => day(until)) ?? []),
  ];
}

/**
 * The whole life of a name on a surface, oldest first; what comes before the first segment is unknown. Where one
 * claim on the name is retired and another is served (an old name given to a newer model), the served one counts.
 */
export function timeline(claims: readonly NameBinding[], surface: Surface): Segment[] {
  const first = claims[0];
  if (!first) return [];
  const points = new Set(claims.flatMap((claim) => turningPoints(claim, surface)).filter(Number.isFinite));
  return [...points]
    .sort((a, b) => a - b)
    .map((from) => {
      const meanings = claims.flatMap((claim) => resolveClaim(claim, surface, from) ?? []);
      const resolution = meanings.find(({ state }) => state === 'served') ??
        meanings[0] ?? { state: 'unknown', requested: first.name };
      return { from, resolution };
    });
}
