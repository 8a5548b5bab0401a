import { SrtpAuthenticationError, SrtpSession, type RtpHeader } from 'werift';
import { CounterModeCipher } from './packet-cipher.js';
import { PacketIndex } from './packet-index.js';
import { headerLengthOf } from './rtp-header.js';

/** SSRCs of a direction; ours, many times those of 64 sections. werift keeps statistics of each, and reports on all. */
const MAX_SOURCES = 1_024;

type Context = SrtpSession['localContext'];

/**
 * The SRTP session of a transport, in place of werift's, which derives the keys: werift creates a cipher, an HMAC and
 * five buffers a packet. Works on packets in place.
 */
export class PacketSrtp extends SrtpSession {
  readonly #sent: Direction;
  readonly #received: Direction;

  constructor(config: SrtpSession['config']) {
    super(config);
    this.#sent = new Direction(cipherOf(this.localContext));
    this.#received = new Direction(cipherOf(this.remoteContext));
    this.decrypt = (packet) => {
      const headerLength = headerLengthOf(packet, packet.length - this.#received.cipher.tagLength);
      const plain = headerLength > 0 ? this.open(packet, headerLength) : undefined;
      if (!plain) throw new SrtpAuthenticationError('Cannot decrypt an SRTP packet: it is not authentic.');
      return plain;
    };
  }

  /** Bytes behind the payload of a protected packet. */
  get tagLength(): number {
    return this.#sent.cipher.tagLength;
  }

  /** Protects a packet in place; its last `tagLength` bytes are for the tag. */
  protect(packet: Buffer, headerLength: number): void {
    const { cipher } = this.#sent;
    const ssrc = packet.readUInt32BE(8);
    const indices = this.#sent.indicesOf(ssrc);
    const index = indices.guess(packet.readUInt16BE(2));
    cipher.protect(packet, headerLength, ssrc, index);
    indices.accept(index);
    this.#sent.keep(ssrc, indices);
  }

  /** Decrypts a packet in place. @returns it without the tag; undefined for one that is not authentic, or of too many sources */
  open(packet: Buffer, headerLength: number): Buffer | undefined {
    const { cipher } = this.#received;
    const ssrc = packet.readUInt32BE(8);
    const indices = this.#received.indicesOf(ssrc);
    const index = indices.guess(packet.readUInt16BE(2));
    if (!cipher.open(packet, headerLength, ssrc, index)) return undefined;
    if (!this.#received.keep(ssrc, indices)) return undefined;
    indices.accept(index);
    return packet.subarray(0, packet.length - cipher.tagLength);
  }

  /** For packets that werift sends itself. */
  override encrypt(payload: Buffer, header: RtpHeader): Buffer {
    const plainHeader = header.serialize(header.serializeSize);
    const packet = Buffer.concat([plainHeader, payload, Buffer.alloc(this.tagLength)]);
    this.protect(packet, plainHeader.length);
    return packet;
  }
}

/** One direction of a session. */
class Direction {
  readonly #indices = new Map<number, PacketIndex>();

  constructor(readonly cipher: CounterModeCipher) {}

  indicesOf(ssrc: number): PacketIndex {
    return this.#indices.get(ssrc) ?? new PacketIndex();
  }

  /** Only a packet that was sent or is authentic adds an SSRC. @returns false for one too many */
  keep(ssrc: number, indices: PacketIndex): boolean {
    if (this.#indices.has(ssrc)) return true;
    if (this.#indices.size >= MAX_SOURCES) return false;
    this.#indices.set(ssrc, indices);
    return true;
  }
}

const cipherOf = ({ srtpSessionKey, srtpSessionSalt, srtpSessionAuthTag }: Context): CounterModeCipher =>
  new CounterModeCipher({
    key: srtpSessionKey,
    salt: srtpSessionSalt,
    authentication: srtpSessionAuthTag,
  });
