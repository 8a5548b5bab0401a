import type { Seeded } from '../load/random.js';
import { request, type Maker } from './attempt.js';

const START = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const VIDEO =
  'm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=ice-ufrag:4Fxa\r\na=ice-pwd:8bEOuL5xq2hGmZ0sVtYwNd7R\r\n' +
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}\r\na=setup:actpass\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n`;

/** An SDP with too much of something. Its candidates name loopback alone. */
export function hugeSdp(random: Seeded): string {
  const many = random.pick([10, 300, 3_000, 20_000]);
  const lines = (of: (at: number) => string, count = many): string =>
    Array.from({ length: count }, (_, at) => of(at)).join('');
  return random.pick<() => string>([
    () => START + VIDEO + lines((at) => `a=ssrc:${at + 1} cname:${at}\r\n`),
    () => START + lines((at) => VIDEO.replace('a=mid:0', `a=mid:${at}`), Math.min(many, 2_000)),
    () =>
      START + VIDEO + lines((at) => `a=candidate:${at} 1 udp 1 127.0.0.1 ${(at % 65_000) + 1} typ host\r\n`),
    () => START + VIDEO + lines((at) => `a=rtpmap:${at} VP8/90000\r\na=fmtp:${at} x=y\r\n`),
    () => `${START}${VIDEO}a=x:${'y'.repeat(many * 10)}\r\n`,
    () => START + VIDEO + lines(() => '\r\n'),
    () => `${START}a=group:BUNDLE ${lines((at) => `${at} `)}\r\n${VIDEO}`,
    () => START + VIDEO + lines((at) => `a=extmap:${at} urn:x\r\n`),
    () => random.bytes(many).toString('latin1'),
    () => '',
  ])();
}

/** Offers and candidates over HTTP signalling that are too large or make no sense. */
export const hugeOffers: Maker = ({ random }) => {
  const creates = random.next() < 0.8;
  const candidate = {
    candidate: `candidate:1 1 udp 1 127.0.0.1 9 typ host ${'x'.repeat(random.integer(0, 2_000))}`,
    sdpMid: '0',
  };
  const body = creates
    ? { model: 'lucy-2.5', sdp: { type: 'offer', sdp: hugeSdp(random) } }
    : { candidates: Array.from({ length: random.pick([1, 500, 20_000]) }, () => candidate) };
  const path = `/v1/realtime/sessions${creates ? '' : '/sess_none'}`;
  const headers = ['content-type: application/json', 'if-match: "1"'];
  const method = creates ? 'POST' : 'PATCH';
  return { bytes: request(random, { method, path, headers, body: JSON.stringify(body) }), whole: true };
};
