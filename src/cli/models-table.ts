import {
  day,
  formatAt,
  surfaces,
  type Catalogue,
  type ListedName,
  type ModelSpec,
  type Surface,
} from '../world/catalogue/index.js';

const head = ['name', ...surfaces, 'resolves to', 'size', 'from', 'until'];
const pathHead = ['path', 'state', 'model', 'from', 'until'];

/** The names of a day (epoch ms) with their surfaces, sizes and dates, and below them the WebSocket paths, as text. */
export function modelsTable(catalogue: Catalogue, at: number): string {
  const names = catalogue.list(at).map((listed) => rowOf(listed, catalogue.model(listed.model), at));
  const paths = catalogue.realtimePaths(at).map(({ path, state, model }) => {
    const found = catalogue.data.paths.find((one) => one.path === path);
    return [path, state, model ?? '', found?.from.on ?? '', found?.until?.on ?? ''];
  });
  return `${aligned([head, ...names])}\n${aligned([pathHead, ...paths])}`;
}

function rowOf(listed: ListedName, model: ModelSpec | undefined, at: number): string[] {
  const on = surfaces.filter((surface) => listed.surfaces[surface] !== undefined);
  return [
    listed.name,
    ...surfaces.map((surface) => listed.surfaces[surface] ?? '-'),
    listed.model === listed.name ? '' : listed.model,
    model ? sizeOf(model, on, at) : '',
    ...(model && listed.via === 'canonical' ? daysOf(model, at) : ['', '']),
  ];
}

/** `1280x720 at 20, 30`: the size, and the frame rates of the surfaces. */
function sizeOf(model: ModelSpec, on: readonly Surface[], at: number): string {
  const formats = on.flatMap((surface) => {
    const served = model.surfaces[surface];
    return served ? [formatAt(served, at)] : [];
  });
  const sizes = new Set(formats.map(({ width, height }) => `${width}x${height}`));
  const rates = new Set(model.output === 'image' ? [] : formats.map(({ fps }) => fps));
  return [...sizes].join(', ') + (rates.size > 0 ? ` at ${[...rates].join(', ')}` : '');
}

/** The first day of the period in force, and the first day without the model; empty while that is not known. */
function daysOf(model: ModelSpec, at: number): [from: string, until: string] {
  const lives = surfaces.flatMap((surface) => model.surfaces[surface]?.periods ?? []);
  const begun = surfaces.flatMap(
    (surface) => model.surfaces[surface]?.periods.filter(({ from }) => day(from.on) <= at).at(-1) ?? [],
  );
  const ends = lives.map(({ until }) => until?.on ?? '');
  return [
    begun.map(({ from }) => from.on).sort()[0] ?? '',
    ends.includes('') ? '' : (ends.sort().at(-1) ?? ''),
  ];
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
