import { inspect } from 'node:util';
import { isLoopback } from '../contract/origin.js';
import { oneLine, printable } from '../contract/redaction/printable.js';
import { redactText } from '../contract/redaction/redact-text.js';
import { jobRenderer } from '../media/choose-renderers.js';
import { freshRoomKeys } from './fresh-room-keys.js';
import { mediaWarnings } from './media-warnings.js';
import { warningLine } from './warning-line.js';
import type { RealtimeOptions } from '../realtime/options.js';
import type { ServerOptions } from '../server/server.js';
import type { ClockMode } from '../world/time/clock.js';
import type { OtherHosts } from './in-memory-fetch/hosts.js';
import { clockOptions, type ClockSettings } from './clock-settings.js';
import { epochOf } from './epoch.js';
import { freshSecret } from '../world/random/random.js';
import { World, type WorldOptions } from '../world/world.js';

/** Options of the mock server; each has a default. */
export interface MockOptions extends Omit<WorldOptions, 'clock' | 'asOf'> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free port. */
  readonly port?: number;
  /** How time passes: a mode, or `{ mode, rate, now }`; default `real`. */
  readonly clock?: ClockMode | ClockSettings;
  /** When the clocks start, epoch ms or an ISO date; default now. Short form of `clock.now`. */
  readonly now?: number | string;
  /** Catalogue date, which decides which models are served: epoch ms or an ISO date. */
  readonly asOf?: number | string;
  /**
   * Renderer: `testcard`, `echo`, `transform`, or `auto`, which is `transform` if its package is installed, else
   * `testcard`. Default `testcard` for job results and `auto` for realtime.
   */
  readonly render?: string;
  /** Value of `access-control-allow-origin`, default `*`; null disables CORS. */
  readonly cors?: string | null;
  /**
   * Token that the control API requires in `x-mock-token`. Default none on loopback; on any other host a random one,
   * see `controlToken` of the mock.
   */
  readonly controlToken?: string;
  /** Options of realtime sessions: media, LiveKit, origins. */
  readonly realtime?: Partial<Omit<RealtimeOptions, 'onDefect' | 'onWarning' | 'listensOn' | 'renderer'>>;
  /**
   * What the mock's `fetch` does with a URL of a host that it does not answer for: `refuse`, the default, throws an
   * Error that names the host; `pass-on` sends the request to the network by the global `fetch`.
   */
  readonly otherHosts?: OtherHosts;
  /** Called with internal errors of the mock; default prints them to stderr. */
  readonly onDefect?: (error: unknown, what: string) => void;
  /**
   * Called once with each probable mistake: a misspelt directive in a prompt, a key that is nearly a magic one, a port
   * that browsers block. Default prints it to stderr; the journal has the mistakes of clients too.
   */
  readonly onWarning?: (warning: string) => void;
}

const servesAny = ({ catalogue }: World, at: number): boolean =>
  catalogue.list(at).some(({ surfaces }) => Object.values(surfaces).includes('served'));

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function firstLaunch({ catalogue }: World): string {
  const [first] = catalogue.events(-Infinity, Infinity);
  return first ? ` The first model was launched on ${dayOf(first.at)}.` : '';
}

const toStderr = (error: unknown, what: string): void =>
  console.error(
    oneLine(`Internal error in decart-mock, in ${redactText(what)}:`),
    printable(redactText(inspect(error))),
  );

const warnOnStderr = (warning: string): void => console.warn(warningLine(warning));

/**
 * Resolves the options and their defaults.
 * @internal
 * @throws RangeError for text that is not a date, a rate beside a mode that has none, and an unknown renderer
 */
export function settle(options: MockOptions): {
  world: World;
  server: ServerOptions;
  otherHosts: OtherHosts;
} {
  const {
    host = '127.0.0.1',
    port = 0,
    render,
    cors = '*',
    realtime = {},
    otherHosts = 'refuse',
    onDefect = toStderr,
    onWarning = warnOnStderr,
    controlToken = isLoopback(host) ? undefined : freshSecret(),
    clock,
    now,
    asOf,
    ...rest
  } = options;
  const jobs = jobRenderer(render);
  const world = new World({
    ...rest,
    onDefect,
    onWarning,
    clock: clockOptions({ ...(clock !== undefined && { clock }), ...(now !== undefined && { now }) }),
    ...(asOf !== undefined && { asOf: epochOf(asOf) }),
  });
  if (asOf !== undefined && !servesAny(world, epochOf(asOf)))
    onWarning(`No model is served on ${dayOf(epochOf(asOf))}, the date of "asOf".${firstLaunch(world)}`);
  for (const warning of mediaWarnings(realtime, host)) onWarning(warning);
  return {
    world,
    otherHosts,
    server: {
      host,
      port,
      render: jobs,
      cors,
      controlToken,
      realtime: {
        livekit: freshRoomKeys(),
        ...realtime,
        renderer: render === undefined || render === 'auto' ? 'auto' : jobs,
      },
      onDefect,
      onWarning,
    },
  };
}
