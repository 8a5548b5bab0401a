import type { Seeded } from '../load/random.js';

/** One hostile request, as bytes on a socket of its own. */
export interface Attempt {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Whether the request is complete, so that no answer and no close is a hang. */
  readonly whole: boolean;
  /** What follows the 101 of an upgrade. */
  readonly frames?: readonly Buffer[];
}

/** What the makers of attempts share. */
export interface Context {
  readonly random: Seeded;
  /** Path and query of a LiveKit connection with a token that is valid. */
  readonly livekitPath: string;
}

export type Maker = (context: Context) => Omit<Attempt, 'kind'>;

export interface Head {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  /** A length other than that of the body. */
  readonly length?: string;
  /** The account, of fifty. */
  readonly account?: string;
}

/** The bytes of a request whose connection closes after the answer. */
export function request(
  random: Seeded,
  { method = 'GET', path = '/', headers = [], body, length, account = 'dct_hostile' }: Head,
): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    `x-api-key: ${account}_${random.integer(0, 49)}`,
    ...(body === undefined ? [] : [`content-length: ${length ?? Buffer.byteLength(body)}`]),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body ?? '')]);
}

/** A copy with some bytes changed, removed or doubled. */
export function mutated(random: Seeded, bytes: Buffer, changes = random.integer(1, 6)): Buffer {
  let changed: Buffer = Buffer.from(bytes);
  for (let each = 0; each < changes && changed.length > 0; each++) {
    const at = random.integer(0, changed.length - 1);
    const way = random.integer(0, 2);
    if (way === 0) changed[at] = random.integer(0, 255);
    else if (way === 1) changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + 1)]);
    else
      changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at, at + 20), changed.subarray(at)]);
  }
  return changed;
}

/** Any JSON value, with the ones that programs get wrong. */
export function anyJson(random: Seeded, depth = 0): unknown {
  const plain: (() => unknown)[] = [
    () => null,
    () => random.next() < 0.5,
    () => random.pick([0, -0, -1, 1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 63), 1.5, 4294967296]),
    () =>
      random.pick([
        '',
        ' ',
        '\u0000',
        '\ud800',
        '__proto__',
        'constructor',
        '../..',
        '%00',
        'a'.repeat(5_000),
      ]),
    () => 'x'.repeat(random.integer(0, 300)),
  ];
  if (depth > 4 || random.next() < 0.5) return random.pick(plain)();
  const size = random.integer(0, 5);
  if (random.next() < 0.4) return Array.from({ length: size }, () => anyJson(random, depth + 1));
  const names = [
    'model',
    'sdp',
    'prompt',
    '__proto__',
    'type',
    'models',
    'metadata',
    '',
    'toString',
    'length',
  ];
  return Object.fromEntries(
    Array.from({ length: size }, () => [random.pick(names), anyJson(random, depth + 1)]),
  );
}

export const nested = (depth: number, open = '[', close = ']'): string =>
  open.repeat(depth) + close.repeat(depth);
