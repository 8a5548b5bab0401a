/** Writes conformance/suites/traffic/models.gen.json: names and dates of the catalogue, for the conformance kit, which must not import it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Catalogue, decartCatalogue, namedSurfaces } from '../src/world/catalogue/index.js';
import type { PromptLimit } from '../src/world/catalogue/index.js';

const catalogue = new Catalogue();
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const days = [...new Set(JSON.stringify(decartCatalogue).match(/\d{4}-\d\d-\d\d/g) ?? [])].sort();

/** How a name resolves on a surface, by the day of each change. */
function periodsOf(name: string, surface: (typeof namedSurfaces)[number]) {
  const life: {
    from: string;
    state: string;
    model?: string;
    replacement?: string;
    deprecated?: true;
    evidence?: string;
  }[] = [];
  for (const day of days) {
    const found = catalogue.resolve(name, surface, Date.parse(day));
    const model =
      found.state === 'unknown' ? undefined : found.state === 'served' ? found.model.name : found.model;
    const until = found.state === 'retired' ? endOf(found.model, surface, found.retiredOn) : undefined;
    const next = {
      from: day,
      state: found.state,
      ...(model !== undefined && { model }),
      ...(found.state === 'retired' && found.replacement && { replacement: found.replacement }),
      ...(found.state === 'served' &&
        found.deprecated && { deprecated: true as const, replacement: found.deprecated.replacement }),
      ...(until && { evidence: until }),
    };
    const before = life.at(-1) ?? { from: '', state: 'unknown' };
    if (JSON.stringify({ ...before, from: day }) !== JSON.stringify(next)) life.push(next);
  }
  return life;
}

const endOf = (model: string, surface: (typeof namedSurfaces)[number], at: number) =>
  catalogue.model(model)?.surfaces[surface]?.periods.find(({ until }) => until?.on === dateOf(at))?.until
    ?.evidence;

const limitOf = ({ most, unit, from }: PromptLimit) => ({ most, unit, ...(from && { from: from.on }) });

/** The content of the file; same catalogue, same bytes. */
export function trafficModels(): string {
  const names = Object.fromEntries(
    catalogue.names().flatMap((name) => {
      const lives = namedSurfaces.map((surface) => [surface, periodsOf(name, surface)] as const);
      const known = lives.filter(([, life]) => life.length > 0);
      return known.length > 0 ? [[name, Object.fromEntries(known)] as const] : [];
    }),
  );
  const models = Object.fromEntries(
    decartCatalogue.models
      .filter(({ surfaces: { lipsync } }) => !lipsync)
      .map(({ name, family, surfaces: served }) => [
        name,
        {
          ...(family && { family }),
          ...(served.realtime?.promptLimit && { promptLimit: limitOf(served.realtime.promptLimit) }),
          ...(served.realtime?.fastFrom && { fastFrom: served.realtime.fastFrom.on }),
        },
      ]),
  );
  return `${JSON.stringify({ names, models }, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(
    fileURLToPath(new URL('../conformance/suites/traffic/models.gen.json', import.meta.url)),
    trafficModels(),
  );
}
