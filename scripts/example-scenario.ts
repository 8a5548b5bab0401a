/** The example scenario on docs/reference/options.md, from the fixtures. */
import { readFileSync } from 'node:fs';
import { withTable } from './page-tables.js';

const file = new URL('../fixtures/scenarios/busy-evening.yaml', import.meta.url);

/** The page with the current scenario. */
export const withScenario = (page: string): Promise<string> =>
  withTable(page, 'scenario', `\`\`\`yaml\n${readFileSync(file, 'utf8')}\`\`\``);
