import { createCipheriv, hash, type Cipher } from 'node:crypto';

/** What an SRTP session derives from its master key (RFC 3711, section 4.3). */
export interface PacketKeys {
  readonly key: Buffer;
  readonly salt: Buffer;
  /** For HMAC-SHA1. */
  readonly authentication: Buffer;
}

const BLOCK = 16;
const WORDS = BLOCK / 4;
/** Bytes of the packets that buffers have room for at first. */
const USUAL_PACKET = 1_500;
const SHA1_BLOCK = 64;
const SHA1_LENGTH = 20;
const ROLLOVER_LENGTH = 4;

/**
 * Protects RTP packets in place by AES_CM_128_HMAC_SHA1_80 (RFC 3711, sections 4.1.1 and 4.2.1) with three calls of native
 * code a packet. A cipher or an HMAC object a packet, which node:crypto offers for that, takes twice the time: one ECB
 * cipher that stays encrypts the counters of all blocks, and HMAC is two hashes.
 */
export class CounterModeCipher {
  /** Bytes behind the payload. */
  readonly tagLength = 10;
  readonly #blocks: Cipher;
  readonly #salt: Buffer;
  /** The counters of a packet's blocks. */
  #counters = new Uint32Array(0);
  /** The last word of each counter, which is the number of the block. */
  #numbers = new Uint32Array(0);
  readonly #first = new Uint32Array(WORDS);
  /** What the inner and the outer hash of HMAC take. */
  #inner = Buffer.alloc(SHA1_BLOCK + USUAL_PACKET + ROLLOVER_LENGTH);
  readonly #outer = Buffer.alloc(SHA1_BLOCK + SHA1_LENGTH);

  constructor({ key, salt, authentication }: PacketKeys) {
    this.#blocks = createCipheriv('aes-128-ecb', key, null);
    this.#salt = salt;
    this.#inner.fill(0x36, 0, SHA1_BLOCK);
    this.#outer.fill(0x5c, 0, SHA1_BLOCK);
    for (const [at, byte] of authentication.entries()) {
      this.#inner.writeUInt8(byte ^ 0x36, at);
      this.#outer.writeUInt8(byte ^ 0x5c, at);
    }
  }

  /**
   * Encrypts the payload, and writes the tag into the last `tagLength` bytes.
   * @param index the packet index of RFC 3711: rollover counter and sequence number
   */
  protect(packet: Buffer, headerLength: number, ssrc: number, index: number): void {
    const end = packet.length - this.tagLength;
    this.#cipher(packet, headerLength, end, ssrc, index);
    packet.write(this.#tag(packet, end, index), end, this.tagLength, 'latin1');
  }

  /** Decrypts the payload. @returns false for a packet with a wrong tag, which stays as it is */
  open(packet: Buffer, headerLength: number, ssrc: number, index: number): boolean {
    const end = packet.length - this.tagLength;
    const tag = this.#tag(packet, end, index);
    let difference = 0;
    for (let at = 0; at < this.tagLength; at++) difference |= tag.charCodeAt(at) ^ (packet[end + at] ?? 0);
    if (difference !== 0) return false;
    this.#cipher(packet, headerLength, end, ssrc, index);
    return true;
  }

  /** The tag and more, one character a byte. */
  #tag(packet: Buffer, end: number, index: number): string {
    const size = SHA1_BLOCK + end + ROLLOVER_LENGTH;
    if (size > this.#inner.length) this.#inner = Buffer.concat([this.#inner], size);
    const inner = this.#inner;
    packet.copy(inner, SHA1_BLOCK, 0, end);
    inner.writeUInt32BE(Math.floor(index / 0x10000) >>> 0, SHA1_BLOCK + end);
    this.#outer.write(hash('sha1', inner.subarray(0, size), 'binary'), SHA1_BLOCK, 'latin1');
    return hash('sha1', this.#outer, 'binary');
  }

  #cipher(packet: Buffer, from: number, end: number, ssrc: number, index: number): void {
    const length = end - from;
    const stream = this.#keyStream(Math.ceil(length / BLOCK), ssrc, index);
    let done = 0;
    if ((packet.byteOffset + from) % 4 === 0 && stream.byteOffset % 4 === 0) {
      const words = new Uint32Array(packet.buffer, packet.byteOffset + from, length >> 2);
      const mask = new Uint32Array(stream.buffer, stream.byteOffset, length >> 2);
      for (let at = 0; at < words.length; at++) words[at] = (words[at] ?? 0) ^ (mask[at] ?? 0);
      done = words.length * 4;
    }
    for (; done < length; done++) packet[from + done] = (packet[from + done] ?? 0) ^ (stream[done] ?? 0);
  }

  #keyStream(blocks: number, ssrc: number, index: number): Buffer {
    if (blocks > this.#numbers.length) this.#grow(blocks);
    const first = this.#first;
    const iv = Buffer.from(first.buffer);
    iv.fill(0);
    iv.writeUInt32BE(ssrc, 4);
    iv.writeUIntBE(index, 8, 6);
    for (let at = 0; at < this.#salt.length; at++) iv[at] = (iv[at] ?? 0) ^ (this.#salt[at] ?? 0);
    const [word0 = 0, word1 = 0, word2 = 0, word3 = 0] = first;
    const counters = this.#counters;
    const numbers = this.#numbers;
    for (let block = 0, at = 0; block < blocks; block++, at += WORDS) {
      counters[at] = word0;
      counters[at + 1] = word1;
      counters[at + 2] = word2;
      counters[at + 3] = word3 ^ (numbers[block] ?? 0);
    }
    return this.#blocks.update(Buffer.from(counters.buffer, 0, blocks * BLOCK));
  }

  #grow(blocks: number): void {
    const size = Math.max(blocks, 128);
    this.#counters = new Uint32Array(size * WORDS);
    this.#numbers = new Uint32Array(size);
    const bytes = Buffer.from(this.#numbers.buffer);
    for (let block = 0; block < size; block++) bytes.writeUInt16BE(block, block * 4 + 2);
  }
}
