import { Option, type Command } from 'commander';
import { Catalogue } from '../world/catalogue/index.js';
import { hostTime } from '../world/time/host-time.js';
import { parseTime } from '../world/time/parse-time.js';
import { usageError } from './errors.js';
import { variableOf } from './flags.js';
import { modelsTable } from './models-table.js';

/** `decart-mock models`: the model names of a day, the surfaces that serve them, and the WebSocket paths. */
export function addModels(program: Command): void {
  program
    .command('models')
    .description('list the models of a day')
    .addOption(new Option('--as-of <date>', 'the day (default: today)').env(variableOf('asOf')))
    .option('--json', 'print JSON')
    .action(({ asOf, json }: { asOf?: string; json?: true }) => {
      const at = asOf === undefined ? hostTime.now() : parseTime(asOf);
      if (at === undefined) throw usageError(`"${String(asOf)}" is not a date. Write it like 2026-05-31.`);
      const catalogue = new Catalogue();
      if (json) process.stdout.write(`${JSON.stringify(catalogue.list(at), null, 2)}\n`);
      else process.stdout.write(modelsTable(catalogue, at));
    });
}
