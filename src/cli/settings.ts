import type { Command } from 'commander';
import type { MockOptions } from '../api/mock-options.js';
import { mergeSettings } from '../api/clock-settings.js';
import type { Scenario } from '../api/scenario/shape.js';
import { findConfig, loadConfig, loadScenario } from './config-file.js';
import { usageError } from './errors.js';
import { flags, variableOf } from './flags.js';

/** What only the command line knows. */
export interface CommandLineOptions {
  /** The key or keys to know and to print, as a short form of `keys`. */
  readonly key?: string | readonly string[];
  /** Credits of each organisation, without automatic top-up. */
  readonly credits?: number;
  /** Concurrent realtime sessions of an organisation. */
  readonly maxConcurrentSessions?: number;
  /** Virtual seconds per host second, as a short form of `clock.rate`. */
  readonly clockRate?: number;
  /** Address of a LiveKit deployment, with its key and secret, to carry realtime media instead of this process. */
  readonly livekitUrl?: string;
  readonly livekitKey?: string;
  readonly livekitSecret?: string;
  /** A scenario file; whatever else is said wins over it. */
  readonly scenario?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** What a config file may say: all that a scenario may, all that is a flag, and realtime. */
export interface MockConfig
  extends CommandLineOptions, Scenario, Pick<MockOptions, 'host' | 'port' | 'controlToken' | 'realtime'> {
  /** An origin, `*`, or false to answer no preflight. */
  readonly cors?: string | false | null;
}

/** Everything that was said, in whatever place. */
export interface Settings extends CommandLineOptions, Omit<MockOptions, 'onDefect' | 'onWarning' | 'store'> {}

/** Settings, and the file they were read from. */
export interface GatheredSettings {
  readonly settings: Settings;
  readonly configFile?: { readonly name: string; readonly reader: string };
}

/** Flags win over the environment, that over the config file, that over the scenario, that over defaults. */
export async function gatherSettings(command: Command, cwd = process.cwd()): Promise<GatheredSettings> {
  const options = command.opts<Settings & { config?: string }>();
  const file = options.config ?? (await findConfig(cwd));
  const loaded = file === undefined ? undefined : await loadConfig(file, cwd);
  const given = Object.fromEntries(
    flags.flatMap(({ key }) => {
      const source = command.getOptionValueSource(key);
      if (source === 'cli') return [[key, options[key]]];
      if (source === 'env') return [[key, options[key] === true ? isOn(key) : options[key]]];
      return [];
    }),
  ) as Settings;
  const { scenario, ...said } = mergeSettings(loaded?.settings ?? {}, withRate(given));
  const settings =
    scenario === undefined ? said : mergeSettings<Settings>(await loadScenario(scenario, cwd), said);
  return { settings, ...(loaded && { configFile: { name: loaded.name, reader: loaded.reader } }) };
}

/** The flags `--clock` and `--clock-rate` as one setting. */
function withRate({ clockRate, clock, ...settings }: Settings): Settings {
  const mode = typeof clock === 'string' ? { mode: clock } : clock;
  if (clockRate === undefined) return { ...settings, ...(clock && { clock }) };
  return { ...settings, clock: { ...mode, rate: clockRate } };
}

/** A switch in the environment; commander takes any text, "false" too, for on. */
function isOn(key: string): boolean {
  const text = process.env[variableOf(key)] ?? '';
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off|)$/i.test(text)) return false;
  throw usageError(`${variableOf(key)} is "${text}". Write true or false.`);
}

/** What `startMock` is given; it overlooks what only the command line knows. */
export function mockOptions(settings: Settings): MockOptions {
  const {
    credits,
    maxConcurrentSessions,
    livekitUrl: url,
    livekitKey: key,
    livekitSecret: secret,
    cors,
  } = settings;
  const named = keyNames(settings).map((name) => [name, {}] as const);
  if ([url, key, secret].some(Boolean) && !(url && key && secret))
    throw usageError(
      'A LiveKit deployment needs --livekit-url, --livekit-key and --livekit-secret, all three.',
    );
  return {
    ...settings,
    keys: { ...Object.fromEntries(named), ...settings.keys },
    defaults: {
      ...settings.defaults,
      ...(credits !== undefined && { credits, autoTopUp: null }),
      ...(maxConcurrentSessions !== undefined && { maxConcurrentSessions }),
    },
    ...(cors !== undefined && { cors: cors === 'off' ? null : cors }),
    ...(url && key && secret && { realtime: { ...settings.realtime, livekit: { url, key, secret } } }),
  };
}

/** The keys named by `key`, and those of `keys`; the first is the one to print. */
export function keyNames({ key, keys }: Settings): readonly [string, ...string[]] {
  const short = key === undefined ? [] : typeof key === 'string' ? [key] : key;
  const [first = 'dct_mock', ...others] = [...new Set([...short, ...Object.keys(keys ?? {})])];
  return [first, ...others];
}
