import type * as webcodecs from '@napi-rs/webcodecs';

/** The optional package that decodes and encodes, with the interface of browsers. */
export const WEB_CODECS_PACKAGE = '@napi-rs/webcodecs';

export type WebCodecs = typeof webcodecs;
export type {
  EncodedVideoChunk,
  ImageDecoder,
  VideoDecoder,
  VideoEncoder,
  VideoFrame,
} from '@napi-rs/webcodecs';

export const WEB_CODECS_MISSING =
  `Rendering with "transform" needs the optional package ${WEB_CODECS_PACKAGE}, which cannot be loaded here. ` +
  `Install it (npm install ${WEB_CODECS_PACKAGE}) or render with testcard or echo.`;

/** The package, or its binary for this machine, is not installed. */
export class WebCodecsMissing extends Error {
  override readonly name = 'WebCodecsMissing';
}

/** Loads the package. It takes longer than the rest of a start, so this is called with the first use. @throws WebCodecsMissing */
export async function loadWebCodecs(): Promise<WebCodecs> {
  try {
    return await import('@napi-rs/webcodecs');
  } catch (cause) {
    throw new WebCodecsMissing(WEB_CODECS_MISSING, { cause });
  }
}
