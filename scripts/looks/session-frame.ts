import { setTimeout as pause } from 'node:timers/promises';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { NAL, nalType } from '../../src/media/codecs/h264/nal.js';
import { packetizeH264 } from '../../src/media/codecs/h264/rtp.js';
import { codecFailure } from '../../src/media/codecs/codec-queue.js';
import { readI420 } from '../../src/media/codecs/read-frame.js';
import { depacketizeVp8 } from '../../src/media/codecs/vp8-rtp.js';
import type { VideoFrame, WebCodecs } from '../../src/media/codecs/web-codecs.js';
import type { LookFamily } from '../../src/media/drawing/look-family.js';
import type { Picture } from '../../src/media/drawing/picture.js';
import { Resampler } from '../../src/media/drawing/resample.js';
import { TransformRenderer } from '../../src/media/live/transform.js';

export interface SessionState {
  readonly family: LookFamily;
  readonly prompt: string;
  readonly reference?: Uint8Array;
}

const PAYLOAD_BYTES = 1160;
const TICKS = 3000;
/** A codec may keep a picture until later ones arrive. */
const PICTURES = 16;
/** The frame that is shown; by then the encoder has reached its quality. */
const TAKEN = 8;
/** Time for the reference image, and between pictures: none may be dropped, or the frames would differ. */
const DECODING_MS = 500;
const PICTURE_MS = 60;

/** The first key frame of an MP4, as NAL units with its parameter sets. */
async function keyFrameOf(mp4: Uint8Array): Promise<Buffer[]> {
  using input = new Input({ source: new BufferSource(mp4), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  const packet = track && (await new EncodedPacketSink(track).getFirstPacket());
  const description = config?.description;
  if (!packet || !description) throw new Error('The MP4 has no H.264 track to send into a session.');
  const bytes = ArrayBuffer.isView(description)
    ? Buffer.from(description.buffer, description.byteOffset, description.byteLength)
    : Buffer.from(description);
  return [...parameterSets(bytes), ...units(Buffer.from(packet.data))];
}

/** One sequence and one picture parameter set of an `avcC` box. */
function parameterSets(avcC: Buffer): Buffer[] {
  const length = avcC.readUInt16BE(6);
  const second = 8 + length + 1;
  return [avcC.subarray(8, 8 + length), avcC.subarray(second + 2, second + 2 + avcC.readUInt16BE(second))];
}

function units(sample: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= sample.length; at += 4 + sample.readUInt32BE(at))
    found.push(sample.subarray(at + 4, at + 4 + sample.readUInt32BE(at)));
  return found.filter((unit) => nalType(unit) !== NAL.delimiter);
}

/**
 * What a session of the `transform` renderer sends back for a camera that shows the first picture of an MP4. VP8, since
 * its encoder makes the same bytes in every run.
 */
export async function sessionFrame(
  codecs: WebCodecs,
  mp4: Uint8Array,
  { family, prompt, reference }: SessionState,
): Promise<Picture> {
  const payloads = packetizeH264(await keyFrameOf(mp4), PAYLOAD_BYTES);
  const renderer = new TransformRenderer(codecs, { family, codec: 'vp8' });
  const frames: Buffer[] = [];
  renderer.start({
    forward: () => undefined,
    frame: (_codec, output) => frames.push(depacketizeVp8(output)),
    requestInputKeyFrame: () => undefined,
    status: () => undefined,
    sound: () => undefined,
  });
  renderer.setPrompt(prompt);
  renderer.setImage(reference ?? null);
  renderer.setInput('h264');
  await pause(DECODING_MS);
  for (let picture = 0; picture < PICTURES; picture++) {
    payloads.forEach((payload, index) =>
      renderer.push({
        codec: 'h264',
        source: 'camera',
        sequence: picture * payloads.length + index,
        timestamp: picture * TICKS,
        marker: index === payloads.length - 1,
        payload,
      }),
    );
    await pause(PICTURE_MS);
  }
  renderer.close();
  return decodeLast(codecs, frames.slice(0, TAKEN));
}

async function decodeLast(codecs: WebCodecs, frames: readonly Buffer[]): Promise<Picture> {
  let last: VideoFrame | undefined;
  const { report, failure } = codecFailure();
  const decoder = new codecs.VideoDecoder({
    error: report,
    output: (frame) => {
      last?.close();
      last = frame;
    },
  });
  decoder.configure({ codec: 'vp8' });
  frames.forEach((data, index) =>
    decoder.decode(
      new codecs.EncodedVideoChunk({ type: index === 0 ? 'key' : 'delta', timestamp: index * 33_333, data }),
    ),
  );
  await Promise.race([decoder.flush(), failure]);
  if (!last) throw new Error('The session sent nothing back.');
  const stored = await readI420(last);
  last.close();
  decoder.close();
  return new Resampler().resample(stored, stored);
}
