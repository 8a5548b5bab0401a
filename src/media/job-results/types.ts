import type { MediaSource } from '../media-source.js';

/** Everything a result depends on. */
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
  /** Length of a video result in seconds, if requested or known from the upload (see `probeUpload`). */
  durationSeconds?: number;
  /** Longest result of the model, if it has a limit: of a longer upload the rest is left out. */
  maxSeconds?: number;
  /** The client's file. */
  upload?: MediaSource;
  reference?: MediaSource;
}

export interface RenderedMedia extends MediaSource {
  /** One sentence for the journal when the renderer fell back to another result. */
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
