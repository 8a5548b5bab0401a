/** Bytes that can be read again and again, in part, without being held in memory as a whole. */
export interface MediaSource {
  /** In bytes. */
  readonly size: number;
  /** What the bytes are, as far as their owner knows; renderers sniff for themselves. */
  readonly mime: string;
  /** `start` is inclusive (default 0), `end` exclusive (default `size`); both are clamped to the size. */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

/** Everything the look of a result depends on. */
export interface RenderJob {
  jobId: string;
  /** The canonical model name. */
  model: string;
  /** The name the client submitted to: an alias, or the same as `model`. */
  requestedModel: string;
  prompt: string;
  seed: number;
  kind: 'video' | 'image';
  /** Size of the result in pixels, the upload's orientation (see `probeUpload`) taken into account. */
  width: number;
  height: number;
  fps: number;
  /** Length of a video result in seconds, if one was asked for or the upload has one (see `probeUpload`). */
  durationSeconds?: number;
  /** The client's file. */
  upload?: MediaSource;
  reference?: MediaSource;
}

export interface RenderedMedia extends MediaSource {
  /** One sentence for the journal when the result is not what the renderer's name promises. */
  readonly note?: string;
}

export interface Renderer {
  readonly name: string;
  /** The same job gives the same bytes, in every process. */
  render(job: RenderJob): Promise<RenderedMedia>;
}

/** Which job a file came from, as written into the file. */
export interface Provenance {
  jobId: string;
  model: string;
  prompt: string;
  seed: number;
}
