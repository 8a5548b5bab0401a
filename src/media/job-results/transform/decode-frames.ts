import type { VideoFrame } from '@napi-rs/webcodecs';
import type { EncodedPacketSink } from 'mediabunny';
import { dequeued, failureOf, type Codecs } from './codecs.js';

const viewOf = (bytes: AllowSharedBufferSource): ArrayBufferView =>
  ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);

/** Packets waiting in the decoder: this many pictures are held at once, hardly more. */
const IN_FLIGHT = 8;

/**
 * The pictures of the first `count` packets in the order they are shown. The taker closes each before the next.
 *
 * @throws Error when the decoder refuses the stream.
 */
export async function* decodeFrames(
  codecs: Codecs,
  config: VideoDecoderConfig,
  packets: EncodedPacketSink,
  count: number,
): AsyncGenerator<VideoFrame> {
  const ready: VideoFrame[] = [];
  const { report, failure } = failureOf();
  const decoder = new codecs.VideoDecoder({ output: (frame) => void ready.push(frame), error: report });
  try {
    const { codec, codedWidth = 0, codedHeight = 0, description } = config;
    decoder.configure({
      codec,
      codedWidth,
      codedHeight,
      ...(description ? { description: viewOf(description) } : {}),
    });
    let taken = 0;
    for await (const packet of packets.packets()) {
      if (taken++ === count) break;
      const { type, microsecondTimestamp: timestamp, data } = packet;
      decoder.decode(new codecs.EncodedVideoChunk({ type, timestamp, data }));
      while (decoder.decodeQueueSize > IN_FLIGHT) await dequeued(decoder, failure);
      for (let frame = ready.shift(); frame; frame = ready.shift()) yield frame;
    }
    await Promise.race([decoder.flush(), failure]);
    for (let frame = ready.shift(); frame; frame = ready.shift()) yield frame;
  } finally {
    for (const frame of ready) frame.close();
    if (decoder.state !== 'closed') decoder.close();
  }
}
