import { existsSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { guarded, readReport, readText } from './helpers.js';
import { updateBaseline } from '../engine/baseline-update.js';

interface BaselineOptions {
  update: string;
  from: string;
  reason: string;
}

/** Adds `baseline` to the command `conformance`. */
export function registerBaseline(conformance: Command): void {
  conformance
    .command('baseline')
    .description('bring a baseline up to date with a report, and leave the rest of the file as it is')
    .requiredOption('--update <file>', 'the baseline; made when it is not there')
    .requiredOption('--from <json>', 'a report written with --report json=...')
    .option('--reason <text>', 'why new entries fail', 'not looked into yet')
    .action(({ update, from, reason }: BaselineOptions) =>
      guarded(() => {
        const there = existsSync(update);
        const before = there ? readText(update) : '';
        const { text, edits } = updateBaseline(before, readReport(from), reason);
        if (!there || text !== before) writeFileSync(update, text === '' ? 'entries: []\n' : text);
        const same = there ? `${update} is up to date.` : `${update} is made, empty: nothing is red.`;
        console.log(edits.length > 0 ? edits.join('\n') : same);
      }),
    );
}
