import type { WebCodecs } from '../../src/media/codecs/web-codecs.js';
import { codecFailure } from '../../src/media/codecs/codec-queue.js';
import { rgbaOf } from '../../src/media/drawing/rgb.js';
import type { Picture } from '../../src/media/drawing/picture.js';

const BITRATE = 4_000_000;

/** Packs a picture as lossy WebP, which is one VP8 key frame in a RIFF container (RFC 9649, section 2.5). */
export async function webpOf(codecs: WebCodecs, picture: Picture): Promise<Buffer> {
  const frame = await keyFrameOf(codecs, picture);
  const padded = frame.length % 2 === 0 ? frame : Buffer.concat([frame, Buffer.alloc(1)]);
  const header = Buffer.from('RIFF....WEBPVP8 ....', 'latin1');
  header.writeUInt32LE(12 + padded.length, 4);
  header.writeUInt32LE(frame.length, 16);
  return Buffer.concat([header, padded]);
}

async function keyFrameOf({ VideoEncoder, VideoFrame }: WebCodecs, picture: Picture): Promise<Buffer> {
  const { width, height } = picture;
  const { report, failure } = codecFailure();
  let data: Buffer | undefined;
  const encoder = new VideoEncoder({
    error: report,
    output: (chunk) => {
      data = Buffer.alloc(chunk.byteLength);
      chunk.copyTo(data);
    },
  });
  encoder.configure({ codec: 'vp8', width, height, bitrate: BITRATE, framerate: 1 });
  const format = { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 } as const;
  const frame = new VideoFrame(inBt601(picture), format);
  encoder.encode(frame, { keyFrame: true });
  frame.close();
  await Promise.race([encoder.flush(), failure]);
  encoder.close();
  if (!data) throw new Error('The encoder returned no picture.');
  return data;
}

/** The planes in the colours of WebP, whose matrix is BT.601; pictures here have BT.709. */
function inBt601(picture: Picture): Uint8Array {
  const { width, height, chromaWidth } = picture;
  const rgba = rgbaOf(picture);
  const planes = new Uint8Array(picture.bytes.length);
  const pixels = width * height;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const [red = 0, green = 0, blue = 0] = rgba.subarray(4 * at, 4 * at + 3);
      planes[at] = Math.round(16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255);
      if ((row | column) & 1) continue;
      const block = pixels + (row >> 1) * chromaWidth + (column >> 1);
      planes[block] = Math.round(128 + (-37.797 * red - 74.203 * green + 112 * blue) / 255);
      planes[block + picture.cb.length] = Math.round(
        128 + (112 * red - 93.786 * green - 18.214 * blue) / 255,
      );
    }
  }
  return planes;
}
