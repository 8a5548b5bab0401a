/** The kit by itself, for development: `npx tsx conformance/cli/main.ts server --url http://127.0.0.1:8787`. */
import { Command } from 'commander';
import { registerConformance } from './program.js';

const program = new Command('decart-mock');
registerConformance(program);
await program.parseAsync(['conformance', ...process.argv.slice(2)], { from: 'user' });
