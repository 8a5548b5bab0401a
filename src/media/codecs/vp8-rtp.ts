const START_OF_PARTITION = 0x10;

/** RTP payloads of one VP8 frame, with the one-byte descriptor (RFC 7741 section 4.2). */
export function packetizeVp8(frame: Buffer, maxPayload: number): Buffer[] {
  const payloads: Buffer[] = [];
  for (let start = 0; start < frame.length; start += maxPayload - 1) {
    const descriptor = Buffer.from([start === 0 ? START_OF_PARTITION : 0]);
    payloads.push(Buffer.concat([descriptor, frame.subarray(start, start + maxPayload - 1)]));
  }
  return payloads;
}

/** The VP8 frame in the RTP payloads of one timestamp. */
export function depacketizeVp8(payloads: readonly Buffer[]): Buffer {
  return Buffer.concat(payloads.map((payload) => payload.subarray(descriptorSize(payload))));
}

/** Bytes of the VP8 payload descriptor (RFC 7741 section 4.2). */
export function descriptorSize(payload: Buffer): number {
  const [first = 0, extension = 0, picture = 0] = payload;
  if ((first & 0x80) === 0) return 1;
  let size = 2;
  if (extension & 0x80) size += picture & 0x80 ? 2 : 1;
  if (extension & 0x40) size += 1;
  if (extension & 0x30) size += 1;
  return size;
}
