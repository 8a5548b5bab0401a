import type { NameBinding } from './name-bindings.js';
import { day } from '../data/day.js';
import { formatAt } from './model-specs-at.js';
import type { Period, Resolution, Surface } from '../types.js';

/** How a name resolves from `from` until the next segment. */
export interface Segment {
  readonly from: number;
  readonly resolution: Resolution;
}

const startOf = (period: Period): number => day(period.from.on);
const endOf = (period: Period): number => (period.until ? day(period.until.on) : Infinity);

/** How a binding resolves its name; undefined while it does not apply. */
function resolveBinding(binding: NameBinding, surface: Surface, at: number): Resolution | undefined {
  const { model, name: requested } = binding;
  const served = model.surfaces[surface];
  if (!served || at < binding.from || at >= binding.until) return undefined;
  if (binding.only && binding.only !== surface) return undefined;

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
  // Before a model had its present name, the old name was not an alias.
  const unnamed = model.named !== undefined && at < day(model.named.on);
  return {
    state: 'served',
    requested,
    surface,
    model,
    via: binding.kind === 'alias' && unnamed ? 'canonical' : binding.kind,
    served,
    format: formatAt(served, at),
    ...(binding.deprecatedFrom !== undefined &&
      at >= binding.deprecatedFrom && { deprecated: { replacement: model.name } }),
  };
}

/** Times at which a binding can change its meaning on a surface. */
function turningPoints(binding: NameBinding, surface: Surface): number[] {
  const served = binding.model.surfaces[surface];
  return [
    binding.from,
    binding.until,
    binding.deprecatedFrom ?? Infinity,
    binding.model.named ? day(binding.model.named.on) : Infinity,
    ...(served?.periods.flatMap((period) => [startOf(period), endOf(period)]) ?? []),
    ...(served?.earlier?.map(({ until }) => day(until)) ?? []),
  ];
}

/**
 * How a name resolves on a surface over time, oldest first; it is unknown before the first segment. Where one binding
 * is retired and another is served (an old name that a newer model took over), the served one wins.
 */
export function timeline(bindings: readonly NameBinding[], surface: Surface): Segment[] {
  const first = bindings[0];
  if (!first) return [];
  const points = new Set(
    bindings.flatMap((binding) => turningPoints(binding, surface)).filter(Number.isFinite),
  );
  return [...points]
    .sort((a, b) => a - b)
    .map((from) => {
      const meanings = bindings.flatMap((binding) => resolveBinding(binding, surface, from) ?? []);
      const resolution = meanings.find(({ state }) => state === 'served') ??
        meanings[0] ?? { state: 'unknown', requested: first.name };
      return { from, resolution };
    });
}
