import type { Renderer } from './types.js';

export { SNIFF_BYTES, sniffMedia, type SniffedMedia } from '../codecs/sniff-media.js';
export { readProvenance } from './provenance.js';
export { probeUpload, type UploadFacts } from './upload.js';
export type { MediaSource } from '../media-source.js';
export type { Provenance, RenderJob, RenderedMedia, Renderer } from './types.js';

/** Each is loaded with its first use, so that a server that renders nothing does not load it. */
const RENDERERS: Readonly<Record<string, () => Promise<Renderer>>> = {
  testcard: async () => (await import('./testcard.js')).testcard,
  echo: async () => (await import('./echo.js')).echo,
  transform: async () => (await import('./transform/transform.js')).createTransform(),
};

/** @throws Error for an unknown name; the message lists the known ones. */
export async function createRenderer(name: string): Promise<Renderer> {
  const load = Object.hasOwn(RENDERERS, name) ? RENDERERS[name] : undefined;
  if (!load)
    throw new Error(`Unknown renderer "${name}". Choose one of: ${Object.keys(RENDERERS).join(', ')}.`);
  return load();
}
