import { expect, test } from 'vitest';
import { offeredTracks } from '../../../src/media/webrtc/offered-tracks.js';
import { checkSdpSize, SDP_LIMITS } from '../../../src/media/webrtc/sdp-limits.js';

const HEAD = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const section = (lines: number): string =>
  `m=video 9 UDP/TLS/RTP/SAVPF 96\r\n${'a=mid:0\r\n'.repeat(lines - 1)}`;

const { bytes, sections, linesPerSection } = SDP_LIMITS;

test.each([
  ['64 kB', HEAD + 'a=' + 'x'.repeat(bytes - HEAD.length - 2)],
  ['64 sections', HEAD + section(1).repeat(sections)],
  ['400 lines in each of two sections', HEAD + section(linesPerSection).repeat(2)],
])('an SDP of %s is read', (_, sdp) => {
  expect(() => checkSdpSize(sdp)).not.toThrow();
});

test.each([
  ['bytes', HEAD + 'a=' + 'x'.repeat(bytes), /it has 65\d{3} bytes, the limit is 65536\.$/],
  ['bytes of UTF-8', HEAD + 'a=' + 'é'.repeat(bytes / 2), /it has 65\d{3} bytes, the limit is 65536\.$/],
  ['sections', HEAD + section(1).repeat(sections + 1), /more media sections than the limit, 64\.$/],
  [
    'lines in a section',
    HEAD + section(2) + section(linesPerSection + 1),
    /more lines in media section 2 than the limit, 400\.$/,
  ],
  [
    'lines before the first section',
    'v=0\r'.repeat(linesPerSection + 1),
    /more lines before its first media section than the limit, 400\.$/,
  ],
])('an SDP with more %s is refused unread, with its limit', (_, sdp, problem) => {
  expect(() => checkSdpSize(sdp)).toThrow(problem);
  expect(() => offeredTracks(sdp)).toThrow(/^Cannot read the SDP: it has /);
});
