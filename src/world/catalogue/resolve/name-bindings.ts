import { day } from '../data/day.js';
import type { CatalogueData, LatestAlias, ModelSpec, Surface } from '../types.js';

/** A name stands for a model during a time. Several claims on one name follow each other. */
export interface NameBinding {
  readonly name: string;
  readonly model: ModelSpec;
  readonly kind: 'canonical' | 'alias' | 'latest';
  /** Epoch ms; `until` is not part of it. */
  readonly from: number;
  readonly until: number;
  readonly only?: Surface;
  readonly deprecatedFrom?: number;
}

/** First day any surface served it. */
function birth(model: ModelSpec): number {
  const periods = Object.values(model.surfaces).flatMap((served) => served.periods);
  return Math.min(...periods.map((period) => day(period.from.on)));
}

function claimsOfModel(model: ModelSpec): NameBinding[] {
  const others = (model.otherNames ?? []).map((other): NameBinding => ({
    name: other.name,
    model,
    kind: 'alias',
    from: day(other.from.on),
    until: other.until ? day(other.until.on) : Infinity,
    ...(other.only && { only: other.only }),
    ...(other.deprecated && { deprecatedFrom: day(other.deprecated.on) }),
  }));
  const from = model.named ? day(model.named.on) : birth(model);
  return [{ name: model.name, model, kind: 'canonical', from, until: Infinity }, ...others];
}

function claimsOfLatest(alias: LatestAlias, models: ReadonlyMap<string, ModelSpec>): NameBinding[] {
  return alias.targets.map((target, i) => {
    const model = models.get(target.model);
    if (!model)
      throw new RangeError(`${alias.name} points at ${target.model}, which is no model of the catalogue.`);
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
 * All claims by name.
 * @throws RangeError on a malformed day or a -latest name that points nowhere.
 */
export function bindingsByName(data: CatalogueData): Map<string, NameBinding[]> {
  const models = new Map(data.models.map((model) => [model.name, model]));
  const all = [
    ...data.models.flatMap(claimsOfModel),
    ...data.latest.flatMap((alias) => claimsOfLatest(alias, models)),
  ];
  const byName = new Map<string, NameBinding[]>();
  for (const claim of all) {
    const claims = byName.get(claim.name);
    if (claims) claims.push(claim);
    else byName.set(claim.name, [claim]);
  }
  return byName;
}
