import type { PlaneLayout, VideoFrame } from '@napi-rs/webcodecs';
import type { ResultShape } from '../shape.js';
import type { RenderJob } from '../types.js';
import { captionOf, type Caption } from './caption.js';
import { lookOf, type FrameLook } from './look.js';
import { samplingMap, type Rotation } from './sampling.js';

const BAND = 32;
const INK = 224;

/** Where samples of the planes come from, for frames of one layout. */
interface Maps {
  key: string;
  luma: Int32Array;
  chroma: Int32Array;
}

/** Makes decoded frames what a job asks for: its shape, its colours, its prompt written in. */
export class FrameAlteration {
  readonly #look: FrameLook;
  readonly #caption: Caption;
  #maps: Maps | undefined;
  #stored = new Uint8Array();

  constructor(
    job: RenderJob,
    readonly shape: ResultShape,
    readonly rotation: Rotation,
  ) {
    this.#look = lookOf(job);
    this.#caption = captionOf(job.prompt, shape);
  }

  /** @returns I420 without padding. @throws Error for frames of another format than I420. */
  async apply(frame: VideoFrame): Promise<Uint8Array> {
    if (frame.format !== 'I420')
      throw new Error(`its pixel format ${frame.format ?? 'unknown'} is not supported`);
    const size = frame.allocationSize();
    if (this.#stored.byteLength !== size) this.#stored = new Uint8Array(size);
    const layout = await frame.copyTo(this.#stored);
    const { width = frame.codedWidth, height = frame.codedHeight } = frame.visibleRect ?? {};
    return this.#alter(this.#stored, layout, { width, height });
  }

  #alter(stored: Uint8Array, layout: readonly PlaneLayout[], size: ResultShape): Uint8Array {
    const [y, cb, cr] = layout;
    if (!y || !cb || !cr) throw new Error('its frames lack a colour plane');
    const { luma, chroma } = this.#mapsFor(size, y.stride, cb.stride);
    const pixels = luma.length;
    const quarter = chroma.length;
    const altered = new Uint8Array(pixels + 2 * quarter);
    for (let at = 0; at < pixels; at++) altered[at] = stored[y.offset + (luma[at] ?? 0)] ?? 0;
    for (let at = 0; at < quarter; at++) {
      const from = chroma[at] ?? 0;
      const pair = 256 * (stored[cb.offset + from] ?? 128) + (stored[cr.offset + from] ?? 128);
      altered[pixels + at] = this.#look.cb[pair] ?? 128;
      altered[pixels + quarter + at] = this.#look.cr[pair] ?? 128;
    }
    const { top, ink } = this.#caption;
    const band = top * this.shape.width;
    for (let at = 0; at < ink.length; at++) altered[band + at] = ink[at] ? INK : BAND;
    const bandChroma = Math.ceil(top / 2) * (this.shape.width / 2);
    altered.fill(128, pixels + bandChroma, pixels + quarter);
    altered.fill(128, pixels + quarter + bandChroma);
    return altered;
  }

  #mapsFor(size: ResultShape, lumaStride: number, chromaStride: number): Maps {
    const key = [size.width, size.height, lumaStride, chromaStride].join();
    if (this.#maps?.key === key) return this.#maps;
    const half = ({ width, height }: ResultShape): ResultShape => ({
      width: Math.ceil(width / 2),
      height: Math.ceil(height / 2),
    });
    this.#maps = {
      key,
      luma: samplingMap(size, lumaStride, this.shape, this.rotation),
      chroma: samplingMap(half(size), chromaStride, half(this.shape), this.rotation),
    };
    return this.#maps;
  }
}
