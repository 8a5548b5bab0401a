import { EchoRenderer } from './echo.js';
import { TestcardRenderer, type TestcardOptions } from './testcard.js';
import type { RendererName } from '../choose-renderers.js';
import type { RendererChoice } from './renderer.js';
import { loadWebCodecs } from './web-codecs.js';
import { TransformRenderer } from './transform.js';

/** A renderer was asked for by name whose optional package is not installed. */
export class RendererUnavailable extends Error {
  override readonly name = 'RendererUnavailable';
}

/**
 * The renderer to use. `auto` takes the best that is installed: `transform` (needs `@napi-rs/webcodecs`), else
 * `testcard`. `reason` says why, for the start-up message.
 * @throws RendererUnavailable when `transform` is asked for and its package cannot be loaded.
 */
export async function pickRenderer(
  asked: RendererName | 'auto',
  options: { testcard?: TestcardOptions } = {},
): Promise<RendererChoice> {
  if (asked === 'echo') return { name: 'echo', reason: 'asked for', create: () => new EchoRenderer() };
  const testcard = (reason: string): RendererChoice => ({
    name: 'testcard',
    reason,
    create: ({ size } = {}) => new TestcardRenderer({ ...options.testcard, ...size }),
  });
  if (asked === 'testcard') return testcard('asked for');
  const loaded = await loadWebCodecs();
  if ('codecs' in loaded) {
    const reason = asked === 'auto' ? '@napi-rs/webcodecs is installed' : 'asked for';
    return {
      name: 'transform',
      reason,
      create: (wishes) => new TransformRenderer(loaded.codecs, options.testcard, wishes),
    };
  }
  if (asked === 'auto')
    return testcard(`${loaded.missing}; install it to see the camera’s own picture transformed`);
  throw new RendererUnavailable(
    `Cannot render with "transform": ${loaded.missing}. Install it (npm i @napi-rs/webcodecs) or use "testcard" or "echo".`,
  );
}
