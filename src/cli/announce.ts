import type { Renderers } from './renderers.js';
import type { RunningServer } from './serve.js';
import type { Settings } from './settings.js';
import { warningLine } from '../api/warning-line.js';
import { mediaRow, reachOf } from './media-row.js';
import type { MediaReach } from '../media/ice/ice-options.js';
import { version } from '../contract/version.js';

/** What `start --json` prints about a mock that listens. */
export interface Ready {
  readonly ready: true;
  readonly version: string;
  readonly pid: number;
  readonly url: string;
  readonly realtimeUrl: string;
  readonly controlUrl: string;
  readonly key: string;
  readonly seed: string;
  /** Renderer of job results. */
  readonly renderer: string;
  /** Renderer of realtime output. */
  readonly realtimeRenderer: string;
  readonly rendererReason: string;
  readonly clock: string;
  /** Where realtime media may go: `loopback`, `client` or `anywhere`; null where none is carried. */
  readonly mediaReach: MediaReach | null;
  /** How fast sessions and jobs answer: `fast` or `live`. */
  readonly pace: string;
  /** Catalogue date, YYYY-MM-DD. */
  readonly catalogue: string;
  readonly config: string | null;
  readonly controlToken: string | null;
}

/** A client cannot connect to the wildcard address; the loopback address reaches the same server. */
const reachable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

export function readyOf({ mock, keys, renderers, configFile }: RunningServer): Ready {
  const { clock, pace } = mock.world.anonymous();
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
    mediaReach: reachOf(mock.server.options),
    pace: pace.name,
    catalogue: clock.iso(mock.world.today()).slice(0, 10),
    config: configFile?.name ?? null,
    controlToken: mock.controlToken ?? null,
  };
}

/** Prints one line of JSON to stdout, or text to stderr. Warnings always go to stderr. */
export function announce(served: RunningServer, settings: Settings): void {
  const ready = readyOf(served);
  for (const warning of served.warnings) process.stderr.write(`${warningLine(warning)}\n`);
  if (!settings.quiet && !settings.json) process.stderr.write(textFor(ready, served));
  if (settings.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function textFor(ready: Ready, { mock, configFile, renderers, keys, strict }: RunningServer): string {
  const rows: readonly (readonly [string, string])[] = [
    ['realtime', ready.realtimeUrl],
    ['control', ready.controlUrl],
    ...(ready.controlToken === null
      ? []
      : [['token', `${ready.controlToken} (header x-mock-token of the control API)`] as const]),
    ['inspector', inspectorLink(ready)],
    ['key', keyRow(keys, strict)],
    ['seed', ready.seed],
    ['renderer', rendererRow(renderers)],
    ['media', mediaRow(ready.mediaReach, mock.server.options.realtime)],
    ['clock', ready.clock],
    ...(ready.pace === 'fast' ? [] : [['pace', ready.pace] as const]),
    ['models', `as of ${ready.catalogue}`],
    ...(configFile ? [['config', `${configFile.name}, read ${configFile.reader}`] as const] : []),
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`).join('\n');
  const client = `createDecartClient({ apiKey: '${ready.key}', baseUrl: '${ready.url}', realtimeBaseUrl: '${ready.realtimeUrl}', telemetry: false })`;
  return `decart-mock ${ready.version} listening on ${ready.url}\n\n${table}\n\n  ${client}\n\n`;
}

/** For a browser, which cannot send the token as a header. */
const inspectorLink = ({ controlUrl, controlToken }: Ready): string =>
  `${controlUrl}/inspector${controlToken === null ? '' : `?token=${encodeURIComponent(controlToken)}`}`;

function rendererRow({ jobs, realtime, reason }: Renderers): string {
  return jobs === realtime ? `${jobs} (${reason})` : `${jobs}; realtime ${realtime} (${reason})`;
}

/** Most keys printed. */
const MAX_KEYS = 5;

function keyRow(keys: readonly string[], strict: boolean): string {
  const more = keys.length > MAX_KEYS ? `, and ${keys.length - MAX_KEYS} more` : '';
  const rest = strict ? 'all other keys get a 401' : 'any other key works too: each is its own account';
  return `${keys.slice(0, MAX_KEYS).join(', ')}${more} (${rest})`;
}
