/** The kit under the name of its command, as the package has it. */
import { Command } from 'commander';
import { registerConformance } from '../../../conformance/cli/program.js';

const program = new Command('decart-mock');
registerConformance(program);
await program.parseAsync();
