import { describe, expect, test } from 'vitest';
import { offeredTracks } from '../../../src/media/webrtc/offered-tracks.js';
import {
  keepBestLayer,
  preferCodec,
  setMsids,
  withAdvertisedAddress,
  withoutCandidates,
  withoutTransportCc,
  withStartBitrate,
} from '../../../src/media/webrtc/sdp-edits.js';
import { editSdp } from '../../../src/media/webrtc/sdp.js';

const OFFER = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 cam',
  'a=msid-semantic: WMS',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'a=recvonly',
  'a=rtpmap:111 opus/48000/2',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102',
  'c=IN IP4 0.0.0.0',
  'a=mid:cam',
  'a=msid:stream track',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 transport-cc',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 packetization-mode=1;profile-level-id=42e01f',
  'a=rid:q send',
  'a=rid:f send',
  'a=simulcast:send q;f',
  'a=candidate:1 1 udp 2113937151 192.168.1.2 60017 typ host generation 0',
  'a=end-of-candidates',
  '',
].join('\r\n');

const linesOf = (sdp: string): string[] => sdp.split('\r\n');

describe('reading', () => {
  test('lists the tracks of an offer; a direction that is missing is sendrecv', () => {
    expect(offeredTracks(OFFER)).toEqual([
      { mid: '0', kind: 'audio', sends: false, receives: true, trackId: undefined, codec: undefined },
      { mid: 'cam', kind: 'video', sends: true, receives: true, trackId: 'track', codec: 'vp8' },
    ]);
  });

  test('rejects a malformed media line', () => {
    expect(() => offeredTracks('v=0\r\nm=audio nine UDP 1\r\na=mid:0\r\n')).toThrow(
      'Cannot read the SDP: media line 1 is malformed.',
    );
  });
});

describe('editing', () => {
  test('without edits every line stays, but for blanks and order', () => {
    const written = editSdp(OFFER).replaceAll('  ', ' ');
    expect(linesOf(written).sort()).toEqual(linesOf(OFFER).sort());
  });

  test('puts the preferred codec first, in the media line and in the rtpmap lines', () => {
    const lines = linesOf(
      editSdp(
        OFFER,
        preferCodec((id) => (id === 'track' ? 'h264' : undefined)),
      ),
    );
    expect(lines).toContain('m=video 9 UDP/TLS/RTP/SAVPF 102 96 97');
    expect(lines.filter((line) => line.includes('/90000'))).toEqual([
      'a=rtpmap:102 H264/90000',
      'a=rtpmap:96 VP8/90000',
      'a=rtpmap:97 rtx/90000',
    ]);
  });

  test('keeps the best simulcast layer', () => {
    const lines = linesOf(editSdp(OFFER, keepBestLayer));
    expect(lines).toContain('a=simulcast:send f');
    expect(lines.filter((line) => line.startsWith('a=rid:'))).toEqual(['a=rid:f send']);
  });

  test('removes transport-cc alone from the feedback', () => {
    expect(linesOf(editSdp(OFFER, withoutTransportCc)).filter((line) => line.includes('rtcp-fb'))).toEqual([
      'a=rtcp-fb:96 nack pli',
    ]);
  });

  test('sets the start bitrate for video codecs, once', () => {
    const once = editSdp(OFFER, withStartBitrate(4000));
    expect(editSdp(once, withStartBitrate(4000))).toBe(once);
    expect(linesOf(once).filter((line) => line.startsWith('a=fmtp:'))).toEqual([
      'a=fmtp:97 apt=96',
      'a=fmtp:102 packetization-mode=1;profile-level-id=42e01f;x-google-start-bitrate=4000',
      'a=fmtp:96 x-google-start-bitrate=4000',
    ]);
  });

  test('gives sections their msid, also to one whose mid is a number, and takes it from the others', () => {
    const lines = linesOf(editSdp(OFFER, setMsids(new Map([['0', 'PA_1|microphone TR_1']]))));
    expect(lines.filter((line) => line.startsWith('a=msid:'))).toEqual(['a=msid:PA_1|microphone TR_1']);
  });

  test('changes the address of candidates, or removes them', () => {
    expect(editSdp(OFFER, withAdvertisedAddress({ advertisedAddress: '203.0.113.7' }))).toContain(
      'a=candidate:1 1 udp 2113937151 203.0.113.7 60017 typ host generation 0\r\n',
    );
    expect(editSdp(OFFER, withoutCandidates)).not.toMatch(/candidate/);
  });
});
