import type { VideoCodec, VideoInputPacket } from './media-types.js';
import type { RenderSink, RenderStatus, VideoRenderer } from './renderer.js';

/** Sends the publisher's video back unaltered: any codec, almost no CPU, nothing of the prompt. */
export class EchoRenderer implements VideoRenderer {
  #sink: RenderSink | undefined;
  #input: VideoCodec | undefined;

  get status(): RenderStatus {
    return {
      asked: 'echo',
      doing: this.#input ? 'echo' : 'nothing',
      codec: this.#input,
      reason: this.#input
        ? 'The publisher’s video is sent back unaltered.'
        : 'No participant publishes video to send back.',
    };
  }

  codecFor(input: VideoCodec): VideoCodec {
    return input;
  }

  start(sink: RenderSink): void {
    this.#sink = sink;
  }

  setInput(codec: VideoCodec | undefined): void {
    this.#input = codec;
    this.#sink?.status(this.status);
  }

  push(packet: VideoInputPacket): void {
    this.#sink?.forward(packet);
  }

  requestKeyFrame(): void {
    this.#sink?.requestInputKeyFrame();
  }

  setReceiverCodecs(): void {}
  setPrompt(): void {}
  setImage(): void {}
  setPassthrough(): void {}
  close(): void {}
}
