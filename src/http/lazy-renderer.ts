import type { RenderedMedia, Renderer, RenderJob } from '../media/job-results/types.js';
import type { UploadFacts } from '../media/job-results/upload.js';
import type { MediaSource } from '../media/media-source.js';

/** Makes results. Nothing of the media code is loaded until it is first needed. */
export class LazyRenderer {
  #renderer: Promise<Renderer> | undefined;

  constructor(readonly rendererName: string) {}

  /** Whether results are made from the upload itself, so that it must be kept until the job is forgotten. */
  get needsUploads(): boolean {
    return this.rendererName !== 'testcard';
  }

  /** Pixels and seconds; undefined when the bytes do not tell. */
  async factsOf(upload: MediaSource): Promise<UploadFacts | undefined> {
    const { probeUpload } = await import('../media/job-results/upload.js');
    return probeUpload(upload);
  }

  async render(job: RenderJob): Promise<RenderedMedia> {
    this.#renderer ??= import('../media/job-results/index.js').then(({ createRenderer }) =>
      createRenderer(this.rendererName),
    );
    return (await this.#renderer).render(job);
  }
}
