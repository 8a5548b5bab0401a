import type { Renderers } from './renderers.js';
import type { RunningServer } from './serve.js';
import type { Settings } from './settings.js';
import { version } from '../contract/version.js';

/** All there is to know about a stand-in that listens. */
export interface Ready {
  readonly ready: true;
  readonly version: string;
  readonly pid: number;
  readonly url: string;
  readonly realtimeUrl: string;
  readonly controlUrl: string;
  readonly key: string;
  readonly seed: string;
  /** Draws the results of jobs. */
  readonly renderer: string;
  /** Draws what realtime sends back. */
  readonly realtimeRenderer: string;
  readonly rendererReason: string;
  readonly clock: string;
  /** The day whose models are served, YYYY-MM-DD. */
  readonly catalogue: string;
  readonly config: string | null;
  readonly controlToken: string | null;
}

/** Nobody can connect to "all addresses"; this machine's own will do. */
const reachable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

export function readyOf({ mock, keys, renderers, configFile }: RunningServer): Ready {
  const { clock } = mock.world.anonymous();
  return {
    ready: true,
    version: version(),
    pid: process.pid,
    url: reachable(mock.url),
    realtimeUrl: reachable(mock.realtimeUrl),
    controlUrl: reachable(mock.controlUrl),
    key: keys[0],
    seed: mock.seed,
    renderer: renderers.jobs,
    realtimeRenderer: renderers.realtime,
    rendererReason: renderers.reason,
    clock: clock.mode === 'scaled' ? `scaled x${clock.rate}` : clock.mode,
    catalogue: clock.iso(mock.world.today()).slice(0, 10),
    config: configFile?.name ?? null,
    controlToken: mock.controlToken ?? null,
  };
}

/** One line of JSON on stdout, or text for people on stderr; warnings go to stderr always. */
export function announce(served: RunningServer, settings: Settings): void {
  const ready = readyOf(served);
  for (const warning of served.warnings) process.stderr.write(`Warning: ${warning}\n`);
  if (!settings.quiet && !settings.json) process.stderr.write(forPeople(ready, served));
  if (settings.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function forPeople(ready: Ready, { configFile, renderers, keys, strict }: RunningServer): string {
  const rows: readonly (readonly [string, string])[] = [
    ['base URL', ready.url],
    ['realtime', ready.realtimeUrl],
    ['control', ready.controlUrl],
    ...(ready.controlToken === null
      ? []
      : [['token', `${ready.controlToken} (x-mock-token, for the control API)`] as const]),
    ['inspector', inspectorLink(ready)],
    ['key', keyRow(keys, strict)],
    ['seed', ready.seed],
    ['renderer', rendererRow(renderers)],
    ['clock', ready.clock],
    ['models', `as of ${ready.catalogue}`],
    ...(configFile ? [['config', `${configFile.name}, read ${configFile.reader}`] as const] : []),
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`).join('\n');
  const client = `createDecartClient({ apiKey: '${ready.key}', baseUrl: '${ready.url}', realtimeBaseUrl: '${ready.realtimeUrl}', telemetry: false })`;
  return `decart-mock ${ready.version} listens.\n\n${table}\n\n  ${client}\n\n`;
}

/** For a browser, which sends no header of ours. */
const inspectorLink = ({ controlUrl, controlToken }: Ready): string =>
  `${controlUrl}/inspector${controlToken === null ? '' : `?token=${encodeURIComponent(controlToken)}`}`;

function rendererRow({ jobs, realtime, reason }: Renderers): string {
  return jobs === realtime ? `${jobs}: ${reason}` : `${jobs}; in realtime ${realtime}: ${reason}`;
}

/** More are not told one by one. */
const MAX_KEYS = 5;

function keyRow(keys: readonly string[], strict: boolean): string {
  const more = keys.length > MAX_KEYS ? `, and ${keys.length - MAX_KEYS} more` : '';
  const rest = strict ? 'every other key gets a 401' : 'every key is an account of its own';
  return `${keys.slice(0, MAX_KEYS).join(', ')}${more} (${rest})`;
}
