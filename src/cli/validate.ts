import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { findConfig, loadConfig, loadScenario } from './config-file.js';
import { reasonOf, usageError } from './errors.js';
import { variableOf } from './flags.js';
import { livekitProblem } from './livekit-pair.js';

interface Named {
  readonly config?: string;
  readonly scenario?: string;
}

/** A config file is code, or has the name of a config. Any other file is a scenario. */
const isConfig = (file: string): boolean =>
  basename(file).startsWith('decart-mock.config.') || ['.ts', '.js', '.mjs'].includes(extname(file));

/** A start reads these beside the config file; the secret is often kept out of it. */
function livekitOfEnvironment(): Record<string, string> {
  const found = (['livekitUrl', 'livekitKey', 'livekitSecret'] as const).map(
    (name) => [name, process.env[variableOf(name)]] as const,
  );
  return Object.fromEntries(found.filter((entry): entry is [(typeof entry)[0], string] => Boolean(entry[1])));
}

/** `decart-mock validate`: checks config and scenario files. Starts nothing. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('check the config file of this folder, or the given files')
    .argument('[files...]', 'config files (decart-mock.config.*, .ts, .js, .mjs) and scenarios (all others)')
    .option('--config <file>', 'config file of any name')
    .option('--scenario <file>', 'scenario file of any name')
    .action(async (files: string[], { config, scenario }: Named) => {
      const cwd = process.cwd();
      const configs = [...(config === undefined ? [] : [config]), ...files.filter(isConfig)];
      const scenarios = [
        ...(scenario === undefined ? [] : [scenario]),
        ...files.filter((file) => !isConfig(file)),
      ];
      if (configs.length + scenarios.length === 0) {
        const found = findConfig(cwd);
        if (found === undefined)
          throw usageError('Found no decart-mock.config.* in this folder. "decart-mock init" writes one.');
        configs.push(found);
      }
      const problems: string[] = [];
      const check = async (reading: Promise<string>): Promise<void> => {
        const valid = await reading.catch((error: unknown) => void problems.push(reasonOf(error)));
        if (valid !== undefined) process.stderr.write(`${valid} is valid.\n`);
      };
      const readConfig = async (file: string): Promise<string> => {
        const { name, reader, settings } = await loadConfig(file, cwd);
        if (settings.scenario !== undefined) scenarios.push(settings.scenario);
        const problem = livekitProblem({ ...settings, ...livekitOfEnvironment() });
        if (problem !== undefined) throw usageError(`${file} is not valid: ${problem}`);
        return `${name} (read ${reader})`;
      };
      const readScenario = async (file: string): Promise<string> => {
        await loadScenario(file, cwd).catch((error: unknown) => {
          // It may be meant as a config file.
          const hint = files.includes(file)
            ? `\n  It was read as a scenario. Use --config ${file} to read it as a config.`
            : '';
          throw usageError(`${reasonOf(error)}${hint}`, error);
        });
        return file;
      };
      for (const file of configs) await check(readConfig(file));
      for (const file of scenarios) await check(readScenario(file));
      if (problems.length > 0) throw usageError(problems.join('\n'));
    });
}
