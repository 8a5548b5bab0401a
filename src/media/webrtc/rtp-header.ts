const FIXED_LENGTH = 12;
const EXTENSION_HEADER_LENGTH = 4;
/** RFC 8285, one-byte headers. */
const ONE_BYTE_PROFILE = 0xbede;

/** Whether a datagram on an ICE connection is RTP, and not STUN, DTLS or RTCP (RFC 7983; RFC 5761, section 4). */
export function isRtp(datagram: Buffer): boolean {
  const [first = 0, second = 0] = datagram;
  return datagram.length >= FIXED_LENGTH && first > 127 && first < 192 && (second < 192 || second > 223);
}

/** Where the payload begins; 0 for a packet whose header reaches beyond `end`. */
export function headerLengthOf(packet: Buffer, end: number): number {
  const first = packet[0] ?? 0;
  let length = FIXED_LENGTH + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (length + EXTENSION_HEADER_LENGTH > end) return 0;
    length += EXTENSION_HEADER_LENGTH + 4 * packet.readUInt16BE(length + 2);
  }
  return length <= end ? length : 0;
}

/** A packet as it was received: werift's has these fields as well, and takes ten times as long to create. */
export interface ReceivedPacket {
  readonly header: {
    readonly ssrc: number;
    readonly payloadType: number;
    readonly sequenceNumber: number;
    readonly timestamp: number;
    readonly marker: boolean;
    /** Bytes of the header. */
    readonly serializeSize: number;
  };
  readonly payload: Buffer;
}

/** Reads a decrypted packet. @returns undefined for impossible padding */
export function readPacket(packet: Buffer, headerLength: number): ReceivedPacket | undefined {
  const padding = ((packet[0] ?? 0) & 0x20) === 0 ? 0 : (packet[packet.length - 1] ?? 0);
  if (headerLength + padding > packet.length) return undefined;
  const second = packet[1] ?? 0;
  const header = {
    ssrc: packet.readUInt32BE(8),
    payloadType: second & 0x7f,
    sequenceNumber: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    marker: second > 127,
    serializeSize: headerLength,
  };
  return { header, payload: packet.subarray(headerLength, packet.length - padding) };
}

/** The header extension that names the media section; nothing without an id for it. */
export function midExtension(id: number | undefined, mid: string | undefined): Buffer {
  if (id === undefined || mid === undefined || mid === '') return Buffer.alloc(0);
  const name = Buffer.from(mid);
  const words = Math.ceil((1 + name.length) / 4);
  const extension = Buffer.alloc(EXTENSION_HEADER_LENGTH + words * 4);
  extension.writeUInt16BE(ONE_BYTE_PROFILE, 0);
  extension.writeUInt16BE(words, 2);
  extension.writeUInt8((id << 4) | (name.length - 1), EXTENSION_HEADER_LENGTH);
  name.copy(extension, EXTENSION_HEADER_LENGTH + 1);
  return extension;
}

/** What a packet's header says. */
export interface HeaderFields {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
}

/** Writes a packet with room for `tagLength` bytes behind the payload. */
export function writePacket(
  { ssrc, payloadType, sequence, timestamp, marker }: HeaderFields,
  extension: Buffer,
  payload: Buffer,
  tagLength: number,
): Buffer {
  const headerLength = FIXED_LENGTH + extension.length;
  const packet = Buffer.allocUnsafe(headerLength + payload.length + tagLength);
  packet[0] = extension.length > 0 ? 0x90 : 0x80;
  packet[1] = marker ? payloadType | 0x80 : payloadType;
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(timestamp, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.set(extension, FIXED_LENGTH);
  packet.set(payload, headerLength);
  return packet;
}
