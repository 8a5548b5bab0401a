import { Option, type Command } from 'commander';
import { Catalogue, surfaces } from '../world/catalogue/index.js';
import { hostTime } from '../world/time/host-time.js';
import { usageError } from './errors.js';
import { variableOf } from './flags.js';

/** `decart-mock models`: the model names of a day, and the surfaces that serve them. */
export function addModels(program: Command): void {
  program
    .command('models')
    .description('list the models of a day')
    .addOption(new Option('--as-of <date>', 'the day (default: today)').env(variableOf('asOf')))
    .option('--json', 'print JSON')
    .action(({ asOf, json }: { asOf?: string; json?: true }) => {
      const at = asOf === undefined ? hostTime.now() : Date.parse(asOf);
      if (!Number.isFinite(at))
        throw usageError(`"${String(asOf)}" is not a date. Write it like 2026-05-31.`);
      const names = new Catalogue().list(at);
      if (json) process.stdout.write(`${JSON.stringify(names, null, 2)}\n`);
      else process.stdout.write(table([head, ...names.map(row)]));
    });
}

type Listed = ReturnType<Catalogue['list']>[number];

const head = ['name', ...surfaces, 'resolves to'];

const row = (listed: Listed): string[] => [
  listed.name,
  ...surfaces.map((surface) => listed.surfaces[surface] ?? '-'),
  listed.model === listed.name ? '' : listed.model,
];

function table(rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
