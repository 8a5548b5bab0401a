import { CellEncoder } from '../codecs/h264/cell-encoder.js';
import { pictureParameterSet, sequenceParameterSet } from '../codecs/h264/parameter-sets.js';
import { packetizeH264 } from '../codecs/h264/rtp.js';
import { Vp8CellEncoder } from '../codecs/vp8/cell-encoder.js';
import { packetizeVp8 } from '../codecs/vp8-rtp.js';
import type { CellPicture } from '../drawing/cell-picture.js';
import { MAX_PAYLOAD } from './media-types.js';

/** Codecs in which cells are encoded here, cheapest first. */
export const CELL_CODECS = ['h264', 'vp8'] as const;

export type CellCodec = (typeof CELL_CODECS)[number];

/** RTP payloads of a picture's changes. With `key` they need no earlier frame; the first frame must have it. */
export type EncodeCells = (key: boolean) => Buffer[];

/** Encodes the pictures that `picture` becomes. */
export function encodeCells(codec: CellCodec, picture: CellPicture, framesPerSecond: number): EncodeCells {
  if (codec === 'vp8') {
    const encoder = new Vp8CellEncoder(picture);
    return (key) => packetizeVp8(encoder.encode(picture, key), MAX_PAYLOAD);
  }
  const encoder = new CellEncoder(picture);
  const { width, height } = picture;
  const parameterSets = [sequenceParameterSet(width, height, framesPerSecond), pictureParameterSet()];
  return (key) => {
    const slice = encoder.encode(picture, key);
    return packetizeH264(key ? [...parameterSets, slice] : [slice], MAX_PAYLOAD);
  };
}
