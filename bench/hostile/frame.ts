/** A WebSocket frame, right or wrong. */
export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly fin?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** A length other than that of the payload. */
  readonly length?: bigint;
}

/** The bytes of a frame as a client sends it. */
export function frame({ opcode, payload, fin = true, reserved = 0, masked = true, length }: Frame): Buffer {
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = masked ? 0x80 : 0;
  const size = length ?? BigInt(payload.length);
  const head = Buffer.alloc(size < 126n ? 2 : size < 65_536n ? 4 : 10);
  head[0] = first;
  if (size < 126n) head[1] = mask | Number(size);
  else if (size < 65_536n) {
    head[1] = mask | 126;
    head.writeUInt16BE(Number(size), 2);
  } else {
    head[1] = mask | 127;
    head.writeBigUInt64BE(size, 2);
  }
  const key = Buffer.from([1, 2, 3, 4]);
  const sent = masked ? Buffer.from(payload.map((byte, at) => byte ^ (key[at % 4] ?? 0))) : payload;
  return Buffer.concat(masked ? [head, key, sent] : [head, sent]);
}
