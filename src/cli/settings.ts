import type { Command } from 'commander';
import type { MockOptions } from '../api/mock-options.js';
import { clockProblem, mergeSettings } from '../api/clock-settings.js';
import type { OriginScope } from '../contract/origin.js';
import type { MediaReach } from '../media/ice/ice-options.js';
import type { ClockMode } from '../world/time/clock.js';
import type { Scenario } from '../api/scenario/shape.js';
import { findConfig, loadConfig, loadScenario } from './config-file.js';
import { usageError } from './errors.js';
import { flags, variableOf } from './flags.js';
import { livekitProblem } from './livekit-pair.js';

/** Settings of the command line only. */
export interface CommandLineOptions {
  /** Keys to accept and print, as a short form of `keys`. */
  readonly key?: string | readonly string[];
  /** Credits of each organisation, without automatic top-up. */
  readonly credits?: number;
  /** Concurrent realtime sessions of an organisation. */
  readonly maxConcurrentSessions?: number;
  /** Virtual seconds per host second, as a short form of `clock.rate`. */
  readonly clockRate?: number;
  /** Short form of `realtime.media`. */
  readonly realtimeMedia?: 'webrtc' | 'simulated';
  /** Short form of `realtime.origins`. */
  readonly origins?: OriginScope;
  /** Short form of `realtime.ice.reach`. */
  readonly mediaReach?: MediaReach;
  /** Short form of `realtime.ice.allow`. */
  readonly mediaAllow?: readonly string[];
  /** URL of a LiveKit server for realtime media, with its key and secret; default the embedded one, and a random pair. */
  readonly livekitUrl?: string;
  readonly livekitKey?: string;
  readonly livekitSecret?: string;
  /** A scenario file. All other settings override it. */
  readonly scenario?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** The settings of a config file: those of a scenario, those of the flags, and `realtime`. */
export interface MockConfig
  extends
    Omit<CommandLineOptions, 'clockRate' | 'realtimeMedia' | 'mediaReach' | 'mediaAllow' | 'origins'>,
    Scenario,
    Pick<MockOptions, 'host' | 'port' | 'controlToken' | 'realtime'> {
  /** An origin, `*`, or false to disable CORS. */
  readonly cors?: string | false | null;
}

/** All settings, merged from all sources. */
export interface Settings extends CommandLineOptions, Omit<MockOptions, 'onDefect' | 'onWarning' | 'store'> {}

/** Settings, and the config file that was read. */
export interface GatheredSettings {
  readonly settings: Settings;
  readonly configFile?: { readonly name: string; readonly reader: string };
}

/** Merges the settings. Flags override the environment, then come the config file, the scenario and the defaults. */
export async function gatherSettings(command: Command, cwd = process.cwd()): Promise<GatheredSettings> {
  const { config } = command.opts<{ config?: string }>();
  const file = config ?? findConfig(cwd);
  const loaded = file === undefined ? undefined : await loadConfig(file, cwd);
  const given = mergeSettings(settingsFrom(command, 'env'), settingsFrom(command, 'cli'));
  const { scenario, ...merged } = mergeSettings(loaded?.settings ?? {}, given);
  const settings =
    scenario === undefined ? merged : mergeSettings<Settings>(await loadScenario(scenario, cwd), merged);
  return { settings, ...(loaded && { configFile: { name: loaded.name, reader: loaded.reader } }) };
}

/** The settings that a command got as flags (`cli`), or as environment variables. */
function settingsFrom(command: Command, source: 'cli' | 'env'): Settings {
  const options = command.opts<Settings>();
  const found = flags
    .filter(({ key }) => command.getOptionValueSource(key) === source)
    .map(({ key }) => [key, source === 'env' && options[key] === true ? isOn(key) : options[key]]);
  const { clock, clockRate: rate, ...settings } = Object.fromEntries(found) as CommandLineSettings;
  const problem = clockProblem({ ...(clock && { mode: clock }), ...(rate !== undefined && { rate }) });
  if (problem !== undefined) throw usageError(`--clock ${clock} --clock-rate ${rate}: ${problem}`);
  if (rate === undefined) return { ...settings, ...(clock && { clock }) };
  return { ...settings, clock: { ...(clock && { mode: clock }), rate } };
}

/** On the command line, the clock is a mode, and its rate a flag of its own. */
type CommandLineSettings = Omit<Settings, 'clock'> & { readonly clock?: ClockMode };

/** Value of a switch in the environment. commander takes any text for on, even "false". */
function isOn(key: string): boolean {
  const text = process.env[variableOf(key)] ?? '';
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off|)$/i.test(text)) return false;
  throw usageError(`${variableOf(key)} is "${text}". Write true or false.`);
}

/** The options of the mock for these settings. */
export function mockOptions(settings: Settings): MockOptions {
  const {
    credits,
    maxConcurrentSessions,
    realtimeMedia: media,
    origins,
    mediaReach: reach,
    mediaAllow: allow,
    livekitUrl: url,
    livekitKey: key,
    livekitSecret: secret,
    cors,
  } = settings;
  const named = keyNames(settings).map((name) => [name, {}] as const);
  const livekitFault = livekitProblem(settings);
  if (livekitFault !== undefined) throw usageError(livekitFault);
  const pair = key !== undefined && secret !== undefined ? { key, secret } : undefined;
  const realtime = {
    ...settings.realtime,
    ...(media && { media }),
    ...(origins && { origins }),
    ...((reach || allow) && {
      ice: { ...settings.realtime?.ice, ...(reach && { reach }), ...(allow && { allow }) },
    }),
    ...(pair && { livekit: { ...(url && { url }), ...pair } }),
  };
  return {
    ...settings,
    keys: { ...Object.fromEntries(named), ...settings.keys },
    defaults: {
      ...settings.defaults,
      ...(credits !== undefined && { credits, autoTopUp: null }),
      ...(maxConcurrentSessions !== undefined && { maxConcurrentSessions }),
    },
    ...(cors !== undefined && { cors: cors === 'off' ? null : cors }),
    ...(Object.keys(realtime).length > 0 && { realtime }),
  };
}

/** The keys of `key` and `keys`. The first is printed where only one fits. */
export function keyNames({ key, keys }: Settings): readonly [string, ...string[]] {
  const short = key === undefined ? [] : typeof key === 'string' ? [key] : key;
  const [first = 'dct_mock', ...others] = [...new Set([...short, ...Object.keys(keys ?? {})])];
  return [first, ...others];
}
