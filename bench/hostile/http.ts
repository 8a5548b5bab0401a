import { request, mutated, type Maker } from './attempt.js';

const paths = [
  '/v1/realtime/quota',
  '/v1/jobs/lucy-2.5',
  '/v1/client/tokens',
  '/_mock/state',
  '/v1/files',
  '/',
];

/** HTTP that breaks its own rules. */
export const malformedHttp: Maker = ({ random }) => {
  const path = random.pick(paths);
  const odd = random.pick([
    `GET ${path} HTTP/9.9\r\nhost: localhost\r\n\r\n`,
    `GET ${path}\r\n\r\n`,
    `G\u0000T ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n`,
    `GET ${path} HTTP/1.1\nhost: localhost\n\n`,
    `GET ${path} HTTP/1.1\r\nhost : mock\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\n folded: yes\r\nconnection: close\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: -5\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab`,
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n`,
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: gzip, chunked\r\nconnection: close\r\n\r\n0\r\n\r\n`,
    `GET http://other.example${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
    `OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
    `CONNECT mock:80 HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\nexpect: 200-maybe\r\nconnection: close\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\nupgrade: h2c\r\nconnection: upgrade, http2-settings\r\n\r\n`,
    `${`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`.repeat(random.integer(2, 50))}`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  ]);
  const bytes = Buffer.from(odd, 'latin1');
  return { bytes: random.next() < 0.5 ? bytes : mutated(random, bytes), whole: false };
};

/** Headers and targets beyond any use. */
export const hugeHeaders: Maker = ({ random }) => {
  const size = random.integer(1, 200) * 1_000;
  const path = random.pick(paths);
  const headers = random.pick([
    [`x-long: ${'a'.repeat(size)}`],
    [`x-api-key: ${'k'.repeat(size)}`],
    [`cookie: ${'a=b; '.repeat(size / 5)}`],
    [`range: bytes=${'0-1,'.repeat(size / 10)}0-1`],
    [`x-decart-mock: ${nestedHeader(random.integer(1, 5_000))}`],
    [`origin: ${'http://a.'.repeat(size / 20)}`],
    Array.from({ length: size / 50 }, (_, at) => `x-${at}: ${at}`),
  ]);
  const target = random.next() < 0.3 ? `${path}?${'q='.repeat(size / 4)}` : path;
  return { bytes: request(random, { path: target, headers }), whole: true };
};

const nestedHeader = (depth: number): string =>
  `{"type":"respond","body":${'['.repeat(depth)}${']'.repeat(depth)}}`;

const tricks = [
  '..',
  '%2e%2e',
  '%00',
  '%ff',
  '%c0%af',
  '%0a',
  '%1b[31m',
  ';',
  ';a=b',
  '',
  '%',
  '%u0041',
  '\\',
  '*',
  '%25',
  'é',
  '.',
];
const starts = [
  '/v1',
  '/_mock',
  '/_mock/inspector',
  '/v1/jobs',
  '/v1/realtime/sessions',
  '/watch-stream',
  '/rtc',
  '/twirp',
];

/** Paths that try to lead elsewhere, or into the log. */
export const pathTricks: Maker = ({ random }) => {
  const parts = Array.from({ length: random.integer(1, 12) }, () => random.pick(tricks));
  const method = random.pick([
    'GET',
    'POST',
    'PUT',
    'DELETE',
    'PATCH',
    'HEAD',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
  ]);
  const query =
    random.next() < 0.4
      ? `?key=${random.pick(tricks)}&sig=${random.pick(tricks)}&${random.pick(tricks)}`
      : '';
  const path = `${random.pick(starts)}/${parts.join('/')}${query}`;
  return { bytes: request(random, { method, path, ...(method === 'GET' ? {} : { body: '' }) }), whole: true };
};

/** Upgrades that lack a header, or have a wrong one. */
export const badUpgrades: Maker = ({ random }) => {
  const path = random.pick([
    '/v1/stream?api_key=dct_hostile_1&model=lucy-2.5',
    '/v1/stream?api_key=&model=',
    '/v1/stream',
    '/router/lipsync/ws?api_key=dct_hostile_1',
    '/subscribe/none?api_key=dct_hostile_1&IP=1&port=1',
    '/rtc?access_token=eyJhbGciOiJub25lIn0.e30.',
    '/rtc/v1?access_token=x',
    '/nothing',
    '/_mock/state',
  ]);
  const headers = [
    `connection: ${random.pick(['upgrade', 'Upgrade, close', 'keep-alive, Upgrade'])}`,
    `upgrade: ${random.pick(['websocket', 'WebSocket', 'h2c', 'tls/1.0', 'websocket, h2c', ''])}`,
    ...(random.next() < 0.8
      ? [`sec-websocket-key: ${random.pick(['dGhlIHNhbXBsZSBub25jZQ==', 'short', '', 'é'])}`]
      : []),
    ...(random.next() < 0.8 ? [`sec-websocket-version: ${random.pick(['13', '8', '99', 'x', ''])}`] : []),
    ...(random.next() < 0.3
      ? ['sec-websocket-extensions: permessage-deflate; server_max_window_bits=99']
      : []),
    ...(random.next() < 0.3 ? [`sec-websocket-protocol: ${'a,'.repeat(random.integer(1, 500))}`] : []),
  ];
  const method = random.pick(['GET', 'GET', 'GET', 'POST', 'PUT']);
  const bytes = request(random, { method, path, headers, ...(method === 'GET' ? {} : { body: 'late' }) });
  return { bytes, whole: true, frames: [] };
};
