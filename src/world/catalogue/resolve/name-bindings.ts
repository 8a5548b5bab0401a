import { day } from '../data/day.js';
import type { CatalogueData, LatestAlias, ModelSpec, Surface } from '../types.js';

/** A name resolves to a model for a time. A name can have several bindings, one after the other. */
export interface NameBinding {
  readonly name: string;
  readonly model: ModelSpec;
  readonly kind: 'canonical' | 'alias' | 'latest';
  /** Epoch ms; `until` is exclusive. */
  readonly from: number;
  readonly until: number;
  readonly only?: Surface;
  readonly deprecatedFrom?: number;
}

/** First day on which any surface served it. */
function firstServed(model: ModelSpec): number {
  const periods = Object.values(model.surfaces).flatMap((served) => served.periods);
  return Math.min(...periods.map((period) => day(period.from.on)));
}

function bindingsOfModel(model: ModelSpec): NameBinding[] {
  const others = (model.otherNames ?? []).map((other): NameBinding => ({
    name: other.name,
    model,
    kind: 'alias',
    from: day(other.from.on),
    until: other.until ? day(other.until.on) : Infinity,
    ...(other.only && { only: other.only }),
    ...(other.deprecated && { deprecatedFrom: day(other.deprecated.on) }),
  }));
  const from = model.named ? day(model.named.on) : firstServed(model);
  return [{ name: model.name, model, kind: 'canonical', from, until: Infinity }, ...others];
}

function bindingsOfLatest(alias: LatestAlias, models: ReadonlyMap<string, ModelSpec>): NameBinding[] {
  return alias.targets.map((target, i) => {
    const model = models.get(target.model);
    if (!model)
      throw new RangeError(`${alias.name} points at ${target.model}, which is not in the catalogue.`);
    const next = alias.targets[i + 1];
    return {
      name: alias.name,
      model,
      kind: 'latest',
      from: day(target.on),
      until: next ? day(next.on) : Infinity,
    };
  });
}

/**
 * All bindings by name.
 * @throws RangeError on a malformed day or a -latest name without a model.
 */
export function bindingsByName(data: CatalogueData): Map<string, NameBinding[]> {
  const models = new Map(data.models.map((model) => [model.name, model]));
  const all = [
    ...data.models.flatMap(bindingsOfModel),
    ...data.latest.flatMap((alias) => bindingsOfLatest(alias, models)),
  ];
  const byName = new Map<string, NameBinding[]>();
  for (const binding of all) {
    const bindings = byName.get(binding.name);
    if (bindings) bindings.push(binding);
    else byName.set(binding.name, [binding]);
  }
  return byName;
}
