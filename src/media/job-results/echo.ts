import { readBytes } from './bytes.js';
import { SNIFF_BYTES, sniffMedia } from './sniff.js';
import type { RenderJob, RenderedMedia, Renderer } from './types.js';

/** Gives the upload back, byte for byte and still streaming. A job without an upload gets a test card. */
export const echo: Renderer = {
  name: 'echo',
  async render(job: RenderJob): Promise<RenderedMedia> {
    const { upload } = job;
    if (!upload) {
      const { testcard } = await import('./testcard.js');
      return {
        ...(await testcard.render(job)),
        note: 'Nothing to echo: the job has no upload, so it got a test card.',
      };
    }
    const { mime } = sniffMedia(await readBytes(upload, 0, SNIFF_BYTES));
    return { mime, size: upload.size, read: (start, end) => upload.read(start, end) };
  },
};
