import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { reportSkip } from '../../support/report-skip.js';
import { until } from '../../support/patience.js';
import { useCli, type ReadyLine } from './support/cli.js';

const cli = useCli();

const OFFER =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n' +
  'a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:actpass\r\na=recvonly\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n' +
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}\r\n`;

/** A request over a connection that is open already, so that the server needs no descriptor for it. */
function createOn(socket: Socket, { key }: ReadyLine): Promise<string> {
  const body = JSON.stringify({ model: 'lucy-2.5', sdp: { type: 'offer', sdp: OFFER } });
  socket.write(
    'POST /v1/realtime/sessions HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\n' +
      `X-Api-Key: ${key}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return once(socket, 'data').then(([data]) => String(data).split('\r\n')[0] ?? '');
}

const limit = (pid: number, descriptors: number): void =>
  void execFileSync('prlimit', ['--pid', String(pid), `--nofile=${descriptors}:`]);

/** The number that the next descriptor gets. */
function nextDescriptor(pid: number): number {
  const open = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  let next = 0;
  while (open.has(next)) next++;
  return next;
}

const noLimits =
  existsSync('/proc/self/fd') && existsSync('/usr/bin/prlimit') ? undefined : 'prlimit is missing';

test.skipIf(reportSkip(noLimits))(
  'a session without a descriptor for its media is refused; the others go on, and later ones work',
  async () => {
    const running = cli.spawn([
      'start',
      '--json',
      '--port',
      '0',
      '--render',
      'testcard',
      '--as-of',
      '2026-10-08',
    ]);
    const ready = await running.ready();
    const { hostname, port } = new URL(ready.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    // What is loaded on first use needs descriptors of its own.
    expect(await createOn(socket, ready)).toBe('HTTP/1.1 201 Created');
    limit(ready.pid, nextDescriptor(ready.pid));
    expect(await createOn(socket, ready)).toBe('HTTP/1.1 503 Service Unavailable');
    await running.until(({ stderr }) => /UDP socket for media on 127\.0\.0\.1: EMFILE/.test(stderr));
    // Connections beyond the limit are not accepted, and end nothing either.
    const refused = Array.from({ length: 5 }, () =>
      connect(Number(port), hostname).on('error', () => undefined),
    );
    limit(ready.pid, 1_024);
    expect(await createOn(socket, ready)).toBe('HTTP/1.1 201 Created');
    await until(async () => expect((await fetch(`${ready.url}/_mock/health`)).status).toBe(200));
    for (const each of [socket, ...refused]) each.destroy();
    expect((await running.stop()).code).toBe(0);
  },
);

/** A file too large for memory. */
function uploadOn(socket: Socket, { key }: ReadyLine): Promise<string> {
  const body =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n' +
    `\x89PNG\r\n\x1a\n${'x'.repeat(3 << 20)}\r\n--b--\r\n`;
  const answer = once(socket, 'data').then(([data]) => String(data));
  socket.write(
    'POST /v1/files HTTP/1.1\r\nHost: mock\r\nContent-Type: multipart/form-data; boundary=b\r\n' +
      `X-Api-Key: ${key}\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body, 'latin1');
  return answer;
}

test.skipIf(reportSkip(noLimits))(
  'an upload without a descriptor for its temporary file gets 507, connections wait, and later ones work',
  async () => {
    const running = cli.spawn(['start', '--json', '--port', '0', '--as-of', '2026-10-08']);
    const ready = await running.ready();
    const { hostname, port } = new URL(ready.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const first = await uploadOn(socket, ready);
    expect(first).toMatch(/^HTTP\/1\.1 2/);
    limit(ready.pid, nextDescriptor(ready.pid));
    const full = await uploadOn(socket, ready);
    expect(full).toMatch(/^HTTP\/1\.1 507 /);
    expect(full).toContain('The mock server has no room left for uploads');
    const waiting = fetch(`${ready.url}/_mock/health`);
    limit(ready.pid, 1_024);
    expect(await uploadOn(socket, ready)).toMatch(/^HTTP\/1\.1 2/);
    // The system takes the connection when it can; it may also close it, and the next one is served.
    await waiting.catch(() => undefined);
    expect((await fetch(`${ready.url}/_mock/health`)).status).toBe(200);
    socket.destroy();
    const { code, stderr } = await running.stop();
    expect([code, stderr.includes('Internal error')]).toEqual([0, false]);
  },
);
