import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { anyJson, mutated, nested, request, type Maker } from './attempt.js';

const jsonRoutes: readonly [string, string][] = [
  ['POST', '/v1/client/tokens'],
  ['POST', '/v1/models/resolve'],
  ['POST', '/v1/telemetry'],
  ['POST', '/v1/realtime/sessions'],
  ['PATCH', '/v1/realtime/sessions/sess_none'],
  ['POST', '/v1/realtime/sessions/sess_none/prompt'],
  ['POST', '/v1/realtime/sessions/sess_none/image'],
];
const controlRoutes: readonly [string, string][] = [
  ['POST', '/_mock/rules'],
  ['POST', '/_mock/accounts'],
  ['PUT', '/_mock/credits'],
  ['PUT', '/_mock/quota'],
  ['PUT', '/_mock/permissions'],
  ['PUT', '/_mock/pace'],
  ['PUT', '/_mock/clock'],
  ['POST', '/_mock/clock/advance'],
  ['PUT', '/_mock/snapshot'],
  ['POST', '/_mock/reset'],
];
const type = 'content-type: application/json';

/** JSON that does not parse, or means what no route takes. */
export const badJson: Maker = ({ random }) => {
  const [method, path] = random.pick([...jsonRoutes, ...controlRoutes]);
  const valid = Buffer.from(JSON.stringify(anyJson(random)));
  const body = random.pick<() => Buffer>([
    () => valid,
    () => mutated(random, valid),
    () => valid.subarray(0, random.integer(0, valid.length)),
    () => Buffer.from(nested(random.integer(50, 50_000))),
    () => Buffer.from(nested(random.integer(50, 20_000), '{"a":', '1}')),
    () => Buffer.from(`{"a":${'1'.repeat(random.integer(1, 100_000))}}`),
    () => Buffer.from(`"${'\\u0000'.repeat(random.integer(1, 20_000))}"`),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), valid]),
    () => Buffer.from('{"model":"\ud800"}', 'utf16le'),
    () => random.bytes(random.integer(1, 2_000)),
    () => Buffer.from(`{${'"a":1,'.repeat(random.integer(1, 20_000))}"b":2}`),
  ])();
  return { bytes: request(random, { method, path, headers: [type], body }), whole: true };
};

/** Bodies that say they are encoded, and are not, or not so. */
export const badEncodings: Maker = ({ random }) => {
  const [method, path] = random.pick([...jsonRoutes, ...controlRoutes]);
  const body = random.next() < 0.3 ? gzipSync('{"balance":1}') : random.bytes(random.integer(0, 300));
  const headers = [
    `content-type: ${random.pick(['application/json', 'application/json; charset=utf-7', 'text/html', 'a', 'multipart/form-data', 'application/x-www-form-urlencoded; charset=utf-16'])}`,
    `content-encoding: ${random.pick(['gzip', 'br', 'deflate', 'zstd', 'gzip, br', 'identity', 'x', 'gzip, gzip, gzip, gzip'])}`,
    `accept-encoding: ${random.pick(['*;q=0', 'gzip;q=x', 'a'.repeat(500)])}`,
  ];
  return { bytes: request(random, { method, path, headers, body: mutated(random, body, 1) }), whole: true };
};

const zeros = (mib: number): Buffer => Buffer.alloc(mib * 2 ** 20, 0x20);
const bombs: readonly (readonly [string, () => Buffer])[] = [
  ['gzip', () => gzipSync(zeros(200))],
  ['deflate', () => deflateSync(zeros(200))],
  ['br', () => brotliCompressSync(zeros(400), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
];
const made = new Map<string, Buffer>();

/** Small bodies that are large when they are decompressed. */
export const decompressionBombs: Maker = ({ random }) => {
  const [encoding, make] = random.pick(bombs);
  const body = made.get(encoding) ?? make();
  made.set(encoding, body);
  const [method, path] = random.pick([...controlRoutes, ...jsonRoutes.slice(0, 2)]);
  return {
    bytes: request(random, { method, path, headers: [type, `content-encoding: ${encoding}`], body }),
    whole: true,
  };
};

/** Forms that end early, lack a boundary, or have parts that no browser makes. */
export const badMultipart: Maker = ({ random }) => {
  const path = random.pick([
    '/v1/jobs/lucy-2.5',
    '/v1/generate/lucy-image-2',
    '/v1/files',
    '/v1/verify',
    '/v1/jobs/none',
  ]);
  const name = random.pick(['data', 'prompt', 'file', '', '__proto__', 'seed', 'a'.repeat(2_000)]);
  const disposition = random.pick([
    `content-disposition: form-data; name="${name}"`,
    `content-disposition: form-data; name="${name}"; filename="../../etc/passwd"`,
    `content-disposition: form-data; name="${name}"; filename*=utf-8''%00%ff`,
    'content-disposition: attachment',
    `content-disposition: form-data; name=${name}; ${'a=b; '.repeat(random.integer(0, 2_000))}`,
    `x: ${'y'.repeat(random.integer(0, 50_000))}`,
    '',
  ]);
  const part = `--b\r\n${disposition}\r\n\r\n${'z'.repeat(random.integer(0, 3_000))}\r\n`;
  const body = Buffer.from(`${part.repeat(random.pick([1, 1, 2, 20, 1_200]))}--b--\r\n`);
  const boundary = random.pick(['b', 'b', 'b', 'other', '', 'é', 'b'.repeat(300)]);
  const headers = [`content-type: multipart/form-data; boundary=${boundary}`];
  const cut = random.integer(0, 3) === 0;
  const sent = cut
    ? body.subarray(0, random.integer(0, body.length))
    : random.next() < 0.3
      ? mutated(random, body)
      : body;
  const length = cut ? String(body.length) : undefined;
  const head = { method: 'POST', path, headers, body: sent, ...(length !== undefined && { length }) };
  return { bytes: request(random, head), whole: !cut };
};

/**
 * Control routes with values at and beyond the ends of what they take. On accounts of their own: a rule that delays for a
 * century is valid, and not a hang.
 */
export const controlExtremes: Maker = ({ random }) => {
  const extreme = (): unknown =>
    random.pick([0, -1, 1e308, -1e308, 2 ** 53, 1e-300, '', 'P1D', '99999999d', null, [], {}]);
  const depth = random.integer(1, 6_000);
  const [method, path, body] = random.pick<readonly [string, string, string]>([
    ['POST', '/_mock/clock/advance', JSON.stringify({ to: extreme() })],
    ['POST', '/_mock/clock/advance', JSON.stringify({ by: extreme() })],
    ['PUT', '/_mock/clock', JSON.stringify({ mode: 'scaled', rate: extreme() })],
    [
      'PUT',
      '/_mock/credits',
      JSON.stringify({ balance: extreme(), autoTopUp: { below: extreme(), to: extreme() } }),
    ],
    ['PUT', '/_mock/quota', JSON.stringify({ maxConcurrentSessions: extreme() })],
    [
      'POST',
      '/_mock/rules',
      `{"operation":"verify","effect":{"type":"respond","status":200,"body":${nested(depth)}}}`,
    ],
    [
      'POST',
      '/_mock/rules',
      JSON.stringify(
        Array(random.integer(1, 300)).fill({ operation: 'verify', effect: { type: 'delay', ms: extreme() } }),
      ),
    ],
    [
      'POST',
      '/_mock/rules',
      JSON.stringify({
        operation: 'jobs.*',
        when: { nth: extreme(), every: extreme() },
        effect: { type: 'plan', seconds: extreme() },
      }),
    ],
    [
      'PUT',
      '/_mock/snapshot',
      JSON.stringify({ format: 'decart-mock/snapshot', version: 1, clock: extreme(), jobs: anyJson(random) }),
    ],
    [
      'POST',
      '/_mock/accounts',
      JSON.stringify({ key: `dct_${'k'.repeat(random.integer(0, 5_000))}`, credits: extreme() }),
    ],
    ['GET', `/_mock/journal?limit=${String(extreme())}&afterSeq=${String(extreme())}`, ''],
    [
      'GET',
      `/_mock/journal/wait?count=${random.integer(0, 9)}&timeoutMs=${random.pick(['0', '-1', 'x', '1e9'])}`,
      '',
    ],
    ['GET', `/_mock/catalogue?until=${random.pick(['99999-01-01', '0000-00-00', 'x', '9999-12-31'])}`, ''],
    ['GET', '/_mock/rules', ''],
    ['GET', '/_mock/snapshot', ''],
    ['GET', '/_mock/jobs', ''],
    ['GET', '/_mock/state', ''],
    ['DELETE', `/_mock/rules/${'%2f'.repeat(random.integer(0, 500))}`, ''],
  ]);
  return {
    bytes: request(random, {
      method,
      path,
      account: 'dct_extreme',
      headers: [type],
      ...(body !== '' && { body }),
    }),
    whole: true,
  };
};
