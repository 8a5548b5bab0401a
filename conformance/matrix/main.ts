/**
 * `npm run matrix`: runs the SDK suite over published versions, each with the models of its own day and of today, and
 * writes compatibility.md and compatibility.json to docs/reference/generated. Options: --today <day>, --out <folder>, and
 * --only <text> for the versions whose name holds the text; the others keep their entries of the JSON.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dialIn } from '../adapters/dial.js';
import { startDialling } from '../adapters/dialling-program.js';
import { stdio } from '../adapters/stdio.js';
import { discover } from '../targets/discover.js';
import { loadRequirements } from '../requirements/load.js';
import { sdkCases } from '../suites/sdk/index.js';
import { launchMock } from '../targets/launch-mock.js';
import { runSdk } from '../suites/sdk/run.js';
import { version as kitVersion } from '../../src/contract/version.js';
import { installSdk, type Installed } from './install.js';
import { columnOf, compatibilityPage, type Column } from './table.js';
import { published, type PublishedSdk } from './versions.js';

const { values: options } = parseArgs({
  options: {
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: 'docs/reference/generated' },
  },
});

const requirements = loadRequirements();
const hasBrowser = existsSync(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium');
if (!hasBrowser)
  console.log('No Chromium found: realtime is left out. Install Chromium, or set CHROMIUM_PATH.');
const json = join(options.out, 'compatibility.json');
const before =
  options.only !== '' && existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Column[]) : [];
mkdirSync(options.out, { recursive: true });

/** Columns by their version in `published`. The files are written after each version. */
const columns = published.map((each) => before.filter((column) => isOf(column, each)));
for (const [n, { family, version, date }] of published.entries()) {
  if (!`${family} ${version}`.includes(options.only)) continue;
  console.log(`${family} ${version}: installing`);
  const installed = await installSdk(family, version);
  const days = new Set([date === 'today' ? options.today : date, options.today]);
  columns[n] = [];
  for (const asOf of days) columns[n].push(await judge(installed, asOf));
  write();
}
write();

function write(): void {
  writeFileSync(json, `${JSON.stringify(columns.flat(), null, 2)}\n`);
  writeFileSync(join(options.out, 'compatibility.md'), compatibilityPage(columns.flat(), kitVersion()));
}

/** Whether a column is of this version. `latest` takes those of no other version. */
function isOf({ sdk, version }: Column, wanted: PublishedSdk): boolean {
  const family = sdk === 'decart' ? 'python' : 'js';
  const same = published.find((each) => each.family === family && each.version === version);
  return same ? same === wanted : family === wanted.family && wanted.version === 'latest';
}

async function judge({ adapter, browser }: Installed, asOf: string): Promise<Column> {
  const mock = await launchMock({ seed: 1, asOf });
  try {
    const target = await discover({ url: mock.url });
    const settings = { requirements, seed: 1, version: kitVersion() };
    const inBrowser = (id: string) => browser !== undefined && hasBrowser && id.startsWith('realtime.');
    const http = sdkCases.filter(({ id }) => !inBrowser(id));
    const run = await runSdk(http, target, { ...settings, adapter: stdio(adapter) });
    const results = [...run.results];
    if (browser && hasBrowser) {
      const place = await dialIn((url, onNoise) => startDialling(browser, url, onNoise));
      const rest = sdkCases.filter(({ id }) => inBrowser(id));
      results.push(...(await runSdk(rest, target, { ...settings, adapter: place.open })).results);
      await place.close();
    }
    const { name = '', version = '' } = run.sdk ?? {};
    const red = results.filter((result) => result.red).map(({ id }) => id);
    console.log(
      `${name} ${version}, models of ${asOf}: ${results.length} cases, red: ${red.join(' ') || 'none'}`,
    );
    return columnOf({ name, version }, asOf, results);
  } finally {
    await mock.stop();
  }
}
