/** Over 250 lines because it is one table, with a row for each flag. */
import { InvalidArgumentError, Option } from 'commander';
import { keyProblem } from '../contract/credential.js';
import { corsProblem, ORIGIN_SCOPES } from '../contract/origin.js';
import { livekitUrlProblem } from '../media/livekit-url.js';
import { addressProblem } from '../media/ice/addresses.js';
import { MEDIA_REACHES } from '../media/ice/ice-options.js';
import { MAX_RATE } from '../world/time/clock.js';
import { parseTime } from '../world/time/parse-time.js';
import { MAX_WORKERS } from '../world/queueing/workers.js';
import { PACES } from '../world/pace/pace.js';
import type { Settings } from './settings.js';

/** A flag of `start` and `exec`. */
export interface Flag {
  readonly key: keyof Settings;
  readonly flags: string;
  readonly text: string;
  /** The default, for the help. */
  readonly fallback?: string;
  readonly parse?: (value: string, before: unknown) => unknown;
  readonly choices?: readonly string[];
  /** Set only on the command line, not by an environment variable or the config file. */
  readonly commandLineOnly?: true;
}

const number =
  (what: string, isValid: (value: number) => boolean) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !isValid(value)) throw new InvalidArgumentError(`It must be ${what}.`);
    return value;
  };

const count = number('a whole number from 0 on', (value) => Number.isSafeInteger(value) && value >= 0);
const port = number(
  'a port, 0 to 65535',
  (value) => Number.isInteger(value) && value >= 0 && value <= 65_535,
);

const date = (text: string): string => {
  if (parseTime(text) === undefined)
    throw new InvalidArgumentError(
      'It must be a date of the calendar, like 2026-05-31 or 2026-05-31T12:00:00Z.',
    );
  return text;
};

/** Several keys: by repeating the flag, or with commas in the environment variable. */
const keys = (text: string, before: unknown): string[] => {
  const given = text.split(',').filter((key) => key !== '');
  if (given.length === 0) throw new InvalidArgumentError('It must not be empty.');
  const invalid = given.find((key) => keyProblem(key) !== undefined);
  if (invalid !== undefined)
    throw new InvalidArgumentError(`"${invalid}" is not a key. ${keyProblem(invalid)}.`);
  return [...(Array.isArray(before) ? (before as string[]) : []), ...given];
};

const notEmpty = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
};

const addresses = (text: string): string[] => {
  const given = text.split(',').map((each) => each.trim());
  const problem = given.map(addressProblem).find((each) => each !== undefined);
  if (problem !== undefined) throw new InvalidArgumentError(`${problem}.`);
  return given;
};

const websocketUrl = (text: string): string => {
  const problem = livekitUrlProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(`${problem}.`);
  return text;
};

const corsOrigin = (text: string): string => {
  const problem = text === 'off' ? undefined : corsProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(`${problem}.`);
  return text;
};

const clockModes = ['real', 'scaled', 'manual', 'auto'] as const;

export const flags: readonly Flag[] = [
  {
    key: 'port',
    flags: '-p, --port <number>',
    text: 'port to listen on; 0 for a free one',
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
    text: 'same seed, same ids, random draws and media',
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
    text: 'catalogue date: serve the models of that day',
    fallback: "the clock's day",
    parse: date,
  },
  {
    key: 'render',
    flags: '--render <name>',
    text: 'renderer: testcard, echo, transform or auto',
    fallback: 'testcard; auto for realtime',
  },
  { key: 'scenario', flags: '--scenario <file>', text: 'settings and rules from a YAML or JSON file' },
  {
    key: 'key',
    flags: '--key <key>',
    text: 'API key to accept and print; repeatable',
    fallback: 'dct_mock',
    parse: keys,
  },
  { key: 'strictKeys', flags: '--strict-keys', text: 'answer all other keys with a 401' },
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
    key: 'pace',
    flags: '--pace <pace>',
    text: 'how fast sessions and jobs answer; live is about as slow as the live service',
    fallback: 'fast',
    choices: PACES,
  },
  {
    key: 'workers',
    flags: '--workers <count>',
    text: 'jobs of a key that run at once; others wait',
    fallback: 'unlimited',
    parse: number(
      `a whole number from 1 to ${MAX_WORKERS}`,
      (value) => Number.isInteger(value) && value >= 1 && value <= MAX_WORKERS,
    ),
  },
  {
    key: 'cors',
    flags: '--cors <origin>',
    text: 'origin that browsers may call from; off disables CORS',
    fallback: '*',
    parse: corsOrigin,
  },
  {
    key: 'origins',
    flags: '--origins <where>',
    text: 'where allowedOrigins of client tokens are enforced',
    fallback: 'sockets',
    choices: ORIGIN_SCOPES,
  },
  {
    key: 'controlToken',
    flags: '--control-token <token>',
    text: 'token that the control API (/_mock) requires',
    fallback: 'none on loopback, otherwise a random one',
    parse: notEmpty,
  },
  {
    key: 'realtimeMedia',
    flags: '--realtime-media <kind>',
    text: 'media of realtime; simulated carries none and counts seconds at once',
    fallback: 'webrtc',
    choices: ['webrtc', 'simulated'],
  },
  {
    key: 'mediaReach',
    flags: '--media-reach <reach>',
    text: "where media may go: to this machine, to a client's own address, or wherever a client names",
    fallback: 'loopback on loopback, otherwise client',
    choices: MEDIA_REACHES,
  },
  {
    key: 'mediaAllow',
    flags: '--media-allow <addresses>',
    text: 'further addresses and networks that media may go to, as 192.168.1.7,10.0.0.0/8',
    parse: addresses,
  },
  {
    key: 'livekitUrl',
    flags: '--livekit-url <url>',
    text: 'LiveKit server for realtime media',
    fallback: 'embedded',
    parse: websocketUrl,
  },
  {
    key: 'livekitKey',
    flags: '--livekit-key <key>',
    text: 'its API key, or that of the embedded one',
    fallback: 'a random one',
    parse: notEmpty,
  },
  {
    key: 'livekitSecret',
    flags: '--livekit-secret <secret>',
    text: 'its API secret, or that of the embedded one',
    fallback: 'a random one',
    parse: notEmpty,
  },
  { key: 'json', flags: '--json', text: 'print one line of JSON on stdout when ready' },
  { key: 'quiet', flags: '-q, --quiet', text: 'print warnings and errors only' },
  { key: 'verbose', flags: '-v, --verbose', text: 'print a line for each request' },
];

/** Flags that were renamed. They are refused, also as environment variables, with their new names. */
const renamedFlags = [
  { key: 'speed', flags: '--speed <factor>', now: '--clock-rate' },
  { key: 'sessions', flags: '--sessions <count>', now: '--max-concurrent-sessions' },
] as const;

export const renamedOptions = (): readonly Option[] =>
  renamedFlags.map(({ key, flags: spelled, now }) =>
    new Option(spelled)
      .hideHelp()
      .env(variableOf(key))
      .argParser(() => {
        throw new InvalidArgumentError(`Use ${now} (${variableOfFlag(now)}) instead.`);
      }),
  );

const variableOfFlag = (flag: string): string =>
  `DECART_MOCK_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`;

/** The environment variable of a setting: `DECART_MOCK_AS_OF` for `asOf`. */
export const variableOf = (key: string): string =>
  `DECART_MOCK_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

export function optionOf({
  key,
  flags: spelled,
  text,
  fallback,
  parse,
  choices,
  commandLineOnly,
}: Flag): Option {
  const option = new Option(spelled, fallback === undefined ? text : `${text} (default: ${fallback})`);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse);
  return commandLineOnly ? option : option.env(variableOf(key));
}
