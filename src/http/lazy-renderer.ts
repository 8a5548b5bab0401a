import type { RenderedMedia, Renderer, RenderJob } from '../media/job-results/types.js';
import type { UploadFacts } from '../media/job-results/upload.js';
import type { MediaSource } from '../media/media-source.js';

/** Renders results. Loads the media code when it is first needed. */
export class LazyRenderer {
  #renderer: Promise<Renderer> | undefined;

  constructor(readonly rendererName: string) {}

  /** Whether results are made from the upload, so that it must be kept as long as the job. */
  get needsUploads(): boolean {
    return this.rendererName !== 'testcard';
  }

  /** Pixels and seconds; undefined for bytes that cannot be read. */
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
