/** The table of flags in docs/reference/cli.md, from the flags themselves. */
import { flags, variableOf } from '../src/cli/flags.js';
import { markdownTable } from '../conformance/report/markdown-table.js';
import { withTable } from './page-tables.js';

const rows = [
  ...flags.map(({ key, flags: spelled, text, fallback, choices }) => [
    `\`${spelled}\``,
    choices ? `${text}: ${choices.join(', ')}` : text,
    fallback ?? '',
    `\`${variableOf(key)}\``,
  ]),
  ['`--config <file>`', 'config file', '`decart-mock.config.*`', `\`${variableOf('config')}\``],
];

/** The page with the current flags. */
export const withFlags = (page: string): Promise<string> =>
  withTable(page, 'flags', markdownTable(['Flag', '', 'Default', 'Variable'], rows));
