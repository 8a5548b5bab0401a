import { randomBytes } from 'node:crypto';
import { RtpHeader, RtpPacket, SrtpAuthenticationError, SrtpSession } from 'werift';
import { describe, expect, test } from 'vitest';
import { PacketSrtp } from '../../../src/media/webrtc/packet-srtp.js';
import {
  headerLengthOf,
  midExtension,
  readPacket,
  writePacket,
} from '../../../src/media/webrtc/rtp-header.js';

/** AES_CM_128_HMAC_SHA1_80. */
const PROFILE = 1;
const NO_BYTES = Buffer.alloc(0);

/** Both ends of a session: ours, and werift's own implementation of SRTP. */
function sessions(): { ours: PacketSrtp; theirs: SrtpSession } {
  const [localMasterKey, localMasterSalt] = [randomBytes(16), randomBytes(14)];
  const [remoteMasterKey, remoteMasterSalt] = [randomBytes(16), randomBytes(14)];
  const ours = { localMasterKey, localMasterSalt, remoteMasterKey, remoteMasterSalt };
  const theirs = {
    localMasterKey: remoteMasterKey,
    localMasterSalt: remoteMasterSalt,
    remoteMasterKey: localMasterKey,
    remoteMasterSalt: localMasterSalt,
  };
  return {
    ours: new PacketSrtp({ keys: ours, profile: PROFILE }),
    theirs: new SrtpSession({ keys: theirs, profile: PROFILE }),
  };
}

const fields = (sequence: number) => ({
  ssrc: 0xdeadbeef,
  payloadType: 96,
  sequence,
  timestamp: 90_000,
  marker: true,
});

/** Sequence numbers over a wrap-around, with packets that come late. */
const SEQUENCES = [65_530, 65_534, 65_533, 65_535, 1, 0, 2];

describe('SRTP', () => {
  test.each([0, 1, 15, 16, 17, 1_160, 5_000])(
    'another implementation reads packets of %d bytes',
    (length) => {
      const { ours, theirs } = sessions();
      const payload = randomBytes(length);
      for (const extension of [NO_BYTES, midExtension(3, 'video')]) {
        const packet = writePacket(fields(7), extension, payload, ours.tagLength);
        ours.protect(packet, headerLengthOf(packet, packet.length));
        const read = RtpPacket.deSerialize(theirs.decrypt(packet));
        expect(read.payload.equals(payload)).toBe(true);
        expect(read.header).toMatchObject({
          ssrc: 0xdeadbeef,
          payloadType: 96,
          sequenceNumber: 7,
          marker: true,
        });
      }
    },
  );

  test.each([1, 16, 1_160, 5_000])('reads packets of %d bytes of another implementation', (length) => {
    const { ours, theirs } = sessions();
    const payload = randomBytes(length);
    const header = new RtpHeader({ ssrc: 5, payloadType: 111, sequenceNumber: 9, timestamp: 0xffffffff });
    const packet = theirs.encrypt(payload, header);
    const headerLength = headerLengthOf(packet, packet.length);
    const plain = ours.open(packet, headerLength) ?? NO_BYTES;
    const read = readPacket(plain, headerLength);
    expect(read?.payload.equals(payload)).toBe(true);
    expect(read?.header).toMatchObject({
      ssrc: 5,
      payloadType: 111,
      sequenceNumber: 9,
      timestamp: 0xffffffff,
      marker: false,
    });
  });

  test('numbers packets over a wrap-around, late ones too', () => {
    const { ours, theirs } = sessions();
    for (const sequence of SEQUENCES) {
      const sent = writePacket(fields(sequence), NO_BYTES, Buffer.from('sent'), ours.tagLength);
      ours.protect(sent, 12);
      expect(theirs.decrypt(sent).subarray(12).toString()).toBe('sent');
      const header = new RtpHeader({ ssrc: 5, sequenceNumber: sequence });
      expect(
        ours
          .decrypt(theirs.encrypt(Buffer.from('received'), header))
          .subarray(12)
          .toString(),
      ).toBe('received');
    }
  });

  test('takes packets of 1,024 sources, and goes on with these', () => {
    const { ours, theirs } = sessions();
    const opens = (ssrc: number, sequenceNumber = 1): boolean =>
      ours.open(theirs.encrypt(Buffer.from('payload'), new RtpHeader({ ssrc, sequenceNumber })), 12) !==
      undefined;
    const opened = Array.from({ length: 2_000 }, (_, ssrc) => opens(ssrc)).filter(Boolean);
    expect(opened).toHaveLength(1_024);
    expect([opens(0, 2), opens(1_023, 2), opens(1_024, 2)]).toEqual([true, true, false]);
  });

  test('refuses a packet that was changed, and goes on', () => {
    const { ours, theirs } = sessions();
    for (const at of [1, 3, 13, -1]) {
      const packet = theirs.encrypt(
        Buffer.from('payload'),
        new RtpHeader({ ssrc: 5, sequenceNumber: 40_000 }),
      );
      const changed = Buffer.from(packet);
      changed.writeUInt8(
        changed.readUInt8((at + changed.length) % changed.length) ^ 1,
        (at + changed.length) % changed.length,
      );
      expect(ours.open(changed, 12)).toBeUndefined();
      expect(() => ours.decrypt(changed)).toThrow(SrtpAuthenticationError);
      expect(ours.open(packet, 12)?.subarray(12).toString()).toBe('payload');
    }
  });
});

test('a header that reaches beyond the packet is refused', () => {
  const packet = Buffer.alloc(16);
  packet[0] = 0x90;
  expect(headerLengthOf(packet, 15)).toBe(0);
  expect(headerLengthOf(packet, 16)).toBe(16);
  packet.writeUInt16BE(1, 14);
  expect(headerLengthOf(packet, 16)).toBe(0);
  packet[0] = 0x8f;
  expect(headerLengthOf(packet, 16)).toBe(0);
});

test('padding is cut off, and a packet with impossible padding is refused', () => {
  const packet = Buffer.concat([Buffer.alloc(12), Buffer.from([1, 2, 3, 2])]);
  packet[0] = 0xa0;
  expect(readPacket(packet, 12)?.payload).toEqual(Buffer.from([1, 2]));
  packet[15] = 5;
  expect(readPacket(packet, 12)).toBeUndefined();
});
