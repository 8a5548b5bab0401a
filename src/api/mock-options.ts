import { isLoopback } from '../contract/origin.js';
import { chooseRenderers } from '../media/choose-renderers.js';
import type { RealtimeOptions } from '../realtime/options.js';
import type { ServerOptions } from '../server/server.js';
import type { ClockMode } from '../world/time/clock.js';
import { clockOptions, type ClockSettings } from './clock-settings.js';
import { freshSecret } from '../world/random/random.js';
import { World, type WorldOptions } from '../world/world.js';

/** How a stand-in is set up; everything has a default. */
export interface MockOptions extends Omit<WorldOptions, 'clock' | 'asOf'> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** How time passes: a mode, or `{ mode, rate, now }`; default `real`. */
  readonly clock?: ClockMode | ClockSettings;
  /** When the clocks start, epoch ms or an ISO date; default now. Short for `clock.now`. */
  readonly now?: number | string;
  /** The date whose models are served: epoch ms or an ISO date. */
  readonly asOf?: number | string;
  /**
   * Renderer: `testcard`, `echo`, `transform`, or `auto` for the best that is installed: `transform`, else
   * `testcard`. Default `testcard` for results and `auto` in realtime.
   */
  readonly render?: string;
  /** Value of `access-control-allow-origin`, default `*`; null answers no preflight. */
  readonly cors?: string | null;
  /**
   * What the control API demands in `x-mock-token`. Default none on loopback; on any other host one is made up, and
   * told as `controlToken`.
   */
  readonly controlToken?: string;
  /** How realtime sessions are served: media, LiveKit, origins. */
  readonly realtime?: Omit<RealtimeOptions, 'onDefect' | 'renderer'>;
  /** Told of defects of the stand-in itself; default prints them to stderr. */
  readonly onDefect?: (error: unknown, what: string) => void;
  /**
   * Told, once each, of what a client probably did not mean: a misspelt directive in a prompt, a key that is nearly a
   * magic one. Default prints them to stderr; the journal has them too.
   */
  readonly onWarning?: (warning: string) => void;
}

const epoch = (time: number | string): number => {
  const at = typeof time === 'number' ? time : Date.parse(time);
  if (!Number.isFinite(at))
    throw new RangeError(`"${time}" is not a date. Write it like 2026-05-31 or 2026-05-31T12:00:00Z.`);
  return at;
};

const servesAny = ({ catalogue }: World, at: number): boolean =>
  catalogue.list(at).some(({ surfaces }) => Object.values(surfaces).includes('served'));

const toStderr = (error: unknown, what: string): void =>
  console.error(`A defect of decart-mock, met at ${what}:`, error);

const warnOnStderr = (warning: string): void => console.warn(`decart-mock warns: ${warning}`);

/**
 * What the options mean.
 * @internal
 * @throws RangeError for a date that does not parse, a rate that the mode does not have, and an unknown renderer
 */
export function settle(options: MockOptions): { world: World; server: ServerOptions } {
  const {
    host = '127.0.0.1',
    port = 0,
    render,
    cors = '*',
    realtime = {},
    onDefect = toStderr,
    onWarning = warnOnStderr,
    controlToken = isLoopback(host) ? undefined : freshSecret(),
    clock,
    now,
    asOf,
    ...rest
  } = options;
  const { jobs } = chooseRenderers(render);
  const world = new World({
    ...rest,
    onDefect,
    onWarning,
    clock: clockOptions({ ...(clock !== undefined && { clock }), ...(now !== undefined && { now }) }, epoch),
    ...(asOf !== undefined && { asOf: epoch(asOf) }),
  });
  if (asOf !== undefined && !servesAny(world, epoch(asOf)))
    onWarning(
      `No model is served on ${new Date(epoch(asOf)).toISOString().slice(0, 10)}: the date is what "asOf" says.`,
    );
  return {
    world,
    server: {
      host,
      port,
      render: jobs,
      cors,
      controlToken,
      realtime: { ...realtime, renderer: render === undefined || render === 'auto' ? 'auto' : jobs },
      onDefect,
    },
  };
}
