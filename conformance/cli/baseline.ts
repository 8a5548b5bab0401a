import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { updateBaseline } from '../engine/baseline-update.js';
import type { CommandIo } from './command-io.js';
import { readReport, readText, writeText } from './files.js';
import { runCommand } from './run-command.js';

interface BaselineOptions {
  update: string;
  from: string;
  reason: string;
}

/** Adds `baseline` to the command `conformance`. */
export function registerBaseline(conformance: Command, io: CommandIo): void {
  conformance
    .command('baseline')
    .description('update a baseline from a report; the rest of the file stays as it is')
    .requiredOption('--update <file>', 'the baseline; created when missing')
    .requiredOption('--from <json>', 'a report written with --report json=...')
    .option('--reason <text>', 'why new entries fail', 'not investigated yet')
    .action(({ update, from, reason }: BaselineOptions) =>
      runCommand(io, () => {
        const exists = existsSync(update);
        const before = exists ? readText(update) : '';
        const { text, edits } = updateBaseline(before, readReport(from), reason);
        if (!exists || text !== before) writeText(update, text === '' ? 'entries: []\n' : text);
        const unchanged = exists ? `${update} is up to date.` : `Created ${update}, empty: nothing is red.`;
        io.out(edits.length > 0 ? edits.join('\n') : unchanged);
      }),
    );
}
