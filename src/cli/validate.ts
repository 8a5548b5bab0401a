import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { findConfig, loadConfig, loadScenario } from './config-file.js';
import { reasonOf, usageError } from './errors.js';

interface Named {
  readonly config?: string;
  readonly scenario?: string;
}

/** A config is code or has the name of one; every other file is a scenario. */
const isConfig = (file: string): boolean =>
  basename(file).startsWith('decart-mock.config.') || ['.ts', '.js', '.mjs'].includes(extname(file));

/** `decart-mock validate`: are config and scenario all right? Starts nothing. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('check the config file of this folder, or the files that are named')
    .argument('[files...]', 'configs (decart-mock.config.*, or code) and scenarios (all others)')
    .option('--config <file>', 'config file, whatever its name')
    .option('--scenario <file>', 'scenario file, whatever its name')
    .action(async (files: string[], { config, scenario }: Named) => {
      const cwd = process.cwd();
      const configs = [...(config === undefined ? [] : [config]), ...files.filter(isConfig)];
      const scenarios = [
        ...(scenario === undefined ? [] : [scenario]),
        ...files.filter((file) => !isConfig(file)),
      ];
      if (configs.length + scenarios.length === 0) {
        const found = await findConfig(cwd);
        if (found === undefined)
          throw usageError('There is no decart-mock.config.* here. decart-mock init writes one.');
        configs.push(found);
      }
      const faults: string[] = [];
      const check = async (reading: Promise<string>): Promise<void> => {
        const verdict = await reading.catch((error: unknown) => void faults.push(reasonOf(error)));
        if (verdict !== undefined) process.stderr.write(`${verdict} is all right.\n`);
      };
      const readConfig = async (file: string): Promise<string> => {
        const { name, reader, settings } = await loadConfig(file, cwd);
        if (settings.scenario !== undefined) scenarios.push(settings.scenario);
        return `${name} (read ${reader})`;
      };
      const readScenario = async (file: string): Promise<string> => {
        await loadScenario(file, cwd).catch((error: unknown) => {
          // Whether it was meant as a config is not for us to know.
          const doubt = files.includes(file)
            ? `\n  It was read as a scenario; --config ${file} reads it as a config.`
            : '';
          throw usageError(`${reasonOf(error)}${doubt}`, error);
        });
        return file;
      };
      for (const file of configs) await check(readConfig(file));
      for (const file of scenarios) await check(readScenario(file));
      if (faults.length > 0) throw usageError(faults.join('\n'));
    });
}
