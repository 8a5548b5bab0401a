import type { RendererName } from '../choose-renderers.js';
import { loadWebCodecs, WEB_CODECS_PACKAGE, WebCodecsMissing } from '../codecs/web-codecs.js';
import { AvatarRenderer } from './avatar.js';
import { EchoRenderer } from './echo.js';
import { PacedRenderer } from './paced-renderer.js';
import type { OutputPreferences, RendererChoice, VideoRenderer } from './renderer.js';
import { TestcardRenderer } from './testcard.js';
import { TransformRenderer } from './transform.js';

/**
 * The renderer to use. `auto` takes `transform` where its optional package is installed, else `testcard`. `reason` says
 * why, for the start-up message.
 * @throws WebCodecsMissing for `transform` without its package
 */
export async function pickRenderer(asked: RendererName | 'auto'): Promise<RendererChoice> {
  if (asked === 'echo')
    return { name: 'echo', reason: 'requested', create: creating('echo', () => new EchoRenderer()) };
  if (asked === 'testcard') return testcard('requested');
  try {
    const codecs = await loadWebCodecs();
    return {
      name: 'transform',
      reason: asked === 'auto' ? `${WEB_CODECS_PACKAGE} is installed` : 'requested',
      create: creating('transform', (preferences) => new TransformRenderer(codecs, preferences)),
    };
  } catch (error) {
    if (asked === 'transform' || !(error instanceof WebCodecsMissing)) throw error;
    return testcard(`${WEB_CODECS_PACKAGE}, which transform needs, cannot be loaded`);
  }
}

const testcard = (reason: string): RendererChoice => ({
  name: 'testcard',
  reason,
  create: creating('testcard', ({ size }) => new TestcardRenderer(size)),
});

/** A live avatar has one renderer, whatever was asked for: there is no camera to work on. */
const creating =
  (
    asked: RendererName,
    create: (preferences: OutputPreferences) => VideoRenderer,
  ): RendererChoice['create'] =>
  (preferences = {}) => {
    const { avatar: format, codec: preferred, pace } = preferences;
    if (format) return new AvatarRenderer({ asked, format, preferred });
    const renderer = create(preferences);
    return pace ? new PacedRenderer(renderer, pace) : renderer;
  };
