import { expect, test } from 'vitest';
import { boundedCandidate } from '../../../src/media/webrtc/bounded-candidate.js';

const LINE = 'candidate:1 1 udp 2122260223 127.0.0.1 9 typ host ufrag 4Fxa';

test('a candidate keeps what locates it, and nothing that a client adds', () => {
  const located = { candidate: LINE, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: '4Fxa' };
  expect(boundedCandidate({ ...located, ...{ added: 'x'.repeat(10_000) } })).toEqual(located);
  expect(boundedCandidate({ candidate: LINE, sdpMid: null, sdpMLineIndex: null })).toEqual({
    candidate: LINE,
  });
});

test.each([
  ['line', { candidate: LINE + ' x'.repeat(500) }],
  ['mid', { candidate: LINE, sdpMid: 'm'.repeat(1_000) }],
  ['fragment', { candidate: LINE, usernameFragment: 'f'.repeat(1_000) }],
])('a candidate with a long %s is dropped', (_what, candidate) => {
  expect(boundedCandidate(candidate)).toBeUndefined();
});
