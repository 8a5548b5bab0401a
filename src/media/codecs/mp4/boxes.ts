/** Writes a box of an ISO base media file: length, four letters, contents. */
export function box(type: string, ...contents: readonly Uint8Array[]): Uint8Array {
  const size = contents.reduce((sum, content) => sum + content.byteLength, 8);
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32BE(size, 0);
  bytes.write(type, 4, 'latin1');
  let at = 8;
  for (const content of contents) {
    bytes.set(content, at);
    at += content.byteLength;
  }
  return bytes;
}

/** A box whose contents start with a version and flags. */
export function fullBox(type: string, flags: number, ...contents: readonly Uint8Array[]): Uint8Array {
  return box(type, u32(flags), ...contents);
}

export function u32(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, 4 * index));
  return bytes;
}

export function u16(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => bytes.writeUInt16BE(value & 0xffff, 2 * index));
  return bytes;
}

export const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

export interface Box {
  type: string;
  /** Where the box starts in the given bytes. */
  offset: number;
  /** Cut short where the bytes end. */
  contents: Uint8Array;
}

/** The boxes that follow each other in some bytes; stops at the first invalid one. */
export function* readBoxes(bytes: Uint8Array): Generator<Box> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset + 8 <= view.length;) {
    const short = view.readUInt32BE(offset);
    const long = short === 1 && offset + 16 <= view.length;
    const size = long ? Number(view.readBigUInt64BE(offset + 8)) : short === 0 ? view.length - offset : short;
    const header = long ? 16 : 8;
    if (size < header) return;
    const type = view.toString('latin1', offset + 4, offset + 8);
    yield { type, offset, contents: bytes.subarray(offset + header, Math.min(offset + size, bytes.length)) };
    offset += size;
  }
}

/** The contents of the first box on a path such as `moov/udta`. */
export function findBox(bytes: Uint8Array, path: string): Uint8Array | undefined {
  let here: Uint8Array | undefined = bytes;
  for (const type of path.split('/')) {
    if (!here) return undefined;
    here = [...readBoxes(here)].find((each) => each.type === type)?.contents;
  }
  return here;
}
