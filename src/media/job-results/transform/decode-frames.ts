import type { EncodedPacketSink } from 'mediabunny';
import { codecFailure, dequeued } from '../../codecs/codec-queue.js';
import type { VideoFrame, WebCodecs } from '../../codecs/web-codecs.js';

const viewOf = (bytes: AllowSharedBufferSource): ArrayBufferView =>
  ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);

/** Packets queued in the decoder; about as many pictures are in memory at once. */
const IN_FLIGHT = 8;

/**
 * The pictures of the first `count` packets in display order. The caller closes each before it takes the next.
 *
 * @throws Error when the decoder rejects the stream.
 */
export async function* decodeFrames(
  codecs: WebCodecs,
  config: VideoDecoderConfig,
  packets: EncodedPacketSink,
  count: number,
): AsyncGenerator<VideoFrame> {
  const ready: VideoFrame[] = [];
  const { report, failure } = codecFailure();
  const decoder = new codecs.VideoDecoder({ output: (frame) => void ready.push(frame), error: report });
  try {
    const { codec, codedWidth = 0, codedHeight = 0, description } = config;
    decoder.configure({
      codec,
      codedWidth,
      codedHeight,
      ...(description ? { description: viewOf(description) } : {}),
    });
    let read = 0;
    for await (const packet of packets.packets()) {
      if (read++ === count) break;
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
