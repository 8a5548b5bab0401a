import type { Renderer } from './types.js';

export { SNIFF_BYTES, sniffMedia, type SniffedMedia } from './sniff.js';
export { readProvenance } from './provenance.js';
export { probeUpload, type UploadFacts } from './upload.js';
export type { MediaSource, Provenance, RenderJob, RenderedMedia, Renderer } from './types.js';

/** Loaded when first asked for, so that a server that renders nothing carries none of it. */
const RENDERERS: Readonly<Record<string, () => Promise<Renderer>>> = {
  testcard: async () => (await import('./testcard.js')).testcard,
  echo: async () => (await import('./echo.js')).echo,
  transform: async () => (await import('./transform/transform.js')).createTransform(),
};

/** @throws Error when no renderer has that name; the message lists those there are. */
export async function createRenderer(name: string): Promise<Renderer> {
  const load = Object.hasOwn(RENDERERS, name) ? RENDERERS[name] : undefined;
  if (!load)
    throw new Error(`There is no renderer "${name}". Choose one of: ${Object.keys(RENDERERS).join(', ')}.`);
  return load();
}
