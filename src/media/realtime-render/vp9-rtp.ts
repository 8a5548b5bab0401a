/** Bytes of the VP9 payload descriptor (RFC 9628 section 4.2). */
function vp9DescriptorSize(payload: Buffer): number {
  const at = (index: number): number => payload[index] ?? 0;
  const first = at(0);
  const has = (bit: number): boolean => (first & bit) !== 0;
  const [pictureId, predicted, layers, flexible, structure] = [0x80, 0x40, 0x20, 0x10, 0x02].map(has);
  let size = 1;
  if (pictureId) size += at(size) & 0x80 ? 2 : 1;
  if (layers) size += flexible ? 1 : 2;
  if (flexible && predicted) while (at(size++) & 1);
  if (!structure) return size;
  const scalability = at(size++);
  if (scalability & 0x10) size += 4 * ((scalability >> 5) + 1);
  if (scalability & 0x08) {
    for (let pictures = at(size++); pictures > 0; pictures--) size += 1 + ((at(size) >> 2) & 3);
  }
  return size;
}

const BEGINS = 0x08;

/** The spatial layers of one picture, smallest first; without SVC one. */
export function vp9Layers(payloads: readonly Buffer[]): Buffer[] {
  const layers: Buffer[][] = [];
  for (const payload of payloads) {
    if ((payload[0] ?? 0) & BEGINS || layers.length === 0) layers.push([]);
    layers.at(-1)?.push(payload.subarray(vp9DescriptorSize(payload)));
  }
  return layers.map((parts) => Buffer.concat(parts));
}

/** The frame that these payloads carry; its layers, if it has several, as a superframe. */
export function depacketizeVp9(payloads: readonly Buffer[]): Buffer {
  const frames = vp9Layers(payloads);
  return frames.length === 1 ? (frames[0] ?? Buffer.alloc(0)) : superframe(frames);
}

/** Frames of one picture with their sizes behind them (VP9 bitstream specification, annex B). */
function superframe(frames: readonly Buffer[]): Buffer {
  const marker = 0b110_11_000 | (frames.length - 1);
  const index = Buffer.alloc(2 + 4 * frames.length, marker);
  frames.forEach(({ length }, at) => index.writeUInt32LE(length, 1 + 4 * at));
  return Buffer.concat([...frames, index]);
}
