import { SNIFF_BYTES, sniffMedia } from '../codecs/sniff-media.js';
import { readBytes } from '../media-source.js';
import { probeUpload } from './upload.js';
import type { RenderJob, RenderedMedia, Renderer } from './types.js';

/** Streams the upload back, byte for byte. A job without an upload gets a test card. */
export const echo: Renderer = {
  name: 'echo',
  async render(job: RenderJob): Promise<RenderedMedia> {
    const { upload } = job;
    if (!upload) {
      const { testcard } = await import('./testcard.js');
      return {
        ...(await testcard.render(job)),
        note: 'The job has no upload to echo, so this is a test card.',
      };
    }
    const { mime } = sniffMedia(await readBytes(upload, 0, SNIFF_BYTES));
    const { maxSeconds, model } = job;
    // The upload's own length: that of the job is already cut.
    const { durationSeconds = 0 } = (maxSeconds !== undefined && (await probeUpload(upload))) || {};
    const whole =
      maxSeconds !== undefined && durationSeconds > maxSeconds
        ? `The upload comes back whole; ${model} makes at most ${maxSeconds} s.`
        : undefined;
    return {
      mime,
      size: upload.size,
      read: (start, end) => upload.read(start, end),
      ...(whole !== undefined && { note: whole }),
    };
  },
};
