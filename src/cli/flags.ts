import { InvalidArgumentError, Option } from 'commander';
import { MAX_RATE } from '../world/time/clock.js';
import { MAX_WORKERS } from '../world/queueing/workers.js';
import { isPlausibleKey, KEY_RULE } from '../world/accounts/plausible-key.js';
import type { Settings } from './settings.js';

/** A flag of `start` and `exec`. */
export interface Flag {
  readonly key: keyof Settings;
  readonly flags: string;
  readonly text: string;
  /** What holds when nothing is said, for the help. */
  readonly fallback?: string;
  readonly parse?: (value: string, before: unknown) => unknown;
  readonly choices?: readonly string[];
  /** Whether only the command line sets it, and neither an environment variable nor the config file. */
  readonly alone?: true;
}

const number =
  (what: string, fits: (value: number) => boolean) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !fits(value)) throw new InvalidArgumentError(`It must be ${what}.`);
    return value;
  };

const count = number('a whole number from 0 on', (value) => Number.isSafeInteger(value) && value >= 0);
const port = number(
  'a port, 0 to 65535',
  (value) => Number.isInteger(value) && value >= 0 && value <= 65_535,
);

const date = (text: string): string => {
  if (!Number.isFinite(Date.parse(text)))
    throw new InvalidArgumentError('It must be a date like 2026-05-31 or 2026-05-31T12:00:00Z.');
  return text;
};

/** Several keys: the flag again, or commas in the environment variable. */
const keys = (text: string, before: unknown): string[] => {
  const given = text.split(',').filter((key) => key !== '');
  if (given.length === 0) throw new InvalidArgumentError('It must not be empty.');
  const bad = given.find((key) => !isPlausibleKey(key));
  if (bad !== undefined) throw new InvalidArgumentError(`"${bad}" is no key. ${KEY_RULE}.`);
  return [...(Array.isArray(before) ? (before as string[]) : []), ...given];
};

const notEmpty = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
};

const clockModes = ['real', 'scaled', 'manual', 'auto'] as const;

export const flags: readonly Flag[] = [
  {
    key: 'port',
    flags: '-p, --port <number>',
    text: 'port; 0 takes a free one',
    fallback: '8787',
    parse: port,
  },
  {
    key: 'host',
    flags: '--host <address>',
    text: 'address to listen on',
    fallback: '127.0.0.1',
    parse: notEmpty,
  },
  {
    key: 'seed',
    flags: '--seed <text>',
    text: 'same seed, same ids, chances and media',
    fallback: 'a fresh one',
  },
  { key: 'clock', flags: '--clock <mode>', text: 'how time passes', fallback: 'real', choices: clockModes },
  {
    key: 'clockRate',
    flags: '--clock-rate <factor>',
    text: 'virtual seconds per second; makes the clock scaled',
    fallback: '1',
    parse: number(`a number above 0, to ${MAX_RATE}`, (value) => value > 0 && value <= MAX_RATE),
  },
  { key: 'now', flags: '--now <date>', text: 'when the clock starts', fallback: 'now', parse: date },
  {
    key: 'asOf',
    flags: '--as-of <date>',
    text: 'serve the models of that day',
    fallback: "the clock's day",
    parse: date,
  },
  {
    key: 'render',
    flags: '--render <name>',
    text: 'what results show: testcard, echo, transform or auto',
    fallback: 'testcard; in realtime auto',
  },
  { key: 'scenario', flags: '--scenario <file>', text: 'behaviour and faults from a YAML or JSON file' },
  {
    key: 'key',
    flags: '--key <key>',
    text: 'a key to know and to print; repeatable',
    fallback: 'dct_mock',
    parse: keys,
  },
  { key: 'strictKeys', flags: '--strict-keys', text: 'refuse every other key with a 401' },
  {
    key: 'credits',
    flags: '--credits <count>',
    text: 'credits of each organisation, without automatic top-up',
    fallback: '1000, topped up',
    parse: count,
  },
  {
    key: 'maxConcurrentSessions',
    flags: '--max-concurrent-sessions <count>',
    text: 'concurrent realtime sessions of an organisation',
    fallback: 'unlimited',
    parse: count,
  },
  {
    key: 'workers',
    flags: '--workers <count>',
    text: 'jobs of a key that run at a time; the others wait',
    fallback: 'unlimited',
    parse: number(
      `a whole number from 1 to ${MAX_WORKERS}`,
      (value) => Number.isInteger(value) && value >= 1 && value <= MAX_WORKERS,
    ),
  },
  {
    key: 'cors',
    flags: '--cors <origin>',
    text: 'origin that browsers may call from; off answers no preflight',
    fallback: '*',
  },
  {
    key: 'controlToken',
    flags: '--control-token <token>',
    text: 'what callers of /_mock must show',
    fallback: 'none on loopback, else a fresh one',
    parse: notEmpty,
  },
  {
    key: 'livekitUrl',
    flags: '--livekit-url <url>',
    text: 'LiveKit deployment that carries realtime media',
    fallback: 'this process',
  },
  { key: 'livekitKey', flags: '--livekit-key <key>', text: 'its API key' },
  { key: 'livekitSecret', flags: '--livekit-secret <secret>', text: 'its API secret' },
  { key: 'json', flags: '--json', text: 'print one line of JSON when ready, and nothing else, on stdout' },
  { key: 'quiet', flags: '-q, --quiet', text: 'print warnings and errors only' },
  { key: 'verbose', flags: '-v, --verbose', text: 'print a line for each request' },
];

/** `asOf` is `DECART_MOCK_AS_OF`. */
export const variableOf = (key: string): string =>
  `DECART_MOCK_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

export function optionOf({ key, flags: spelled, text, fallback, parse, choices, alone }: Flag): Option {
  const option = new Option(spelled, fallback === undefined ? text : `${text} (default: ${fallback})`);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse);
  return alone ? option : option.env(variableOf(key));
}
