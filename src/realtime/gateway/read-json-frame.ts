import type { RawData } from 'ws';
import { JsonExcess, parseJson } from '../../contract/validation/json-bounds.js';

/** A WebSocket message as JSON with its type, or what is wrong with it. */
export type JsonFrame =
  | { readonly json: { readonly type: string }; readonly problem?: undefined }
  | { readonly json?: undefined; readonly problem: string };

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);

/** Reads the JSON of one message. The problems are our own words, chosen so that no SDK stops its retries on them. */
export function readJsonFrame(data: RawData, isBinary: boolean): JsonFrame {
  if (isBinary) return { problem: 'Messages must be text frames' };
  let json: unknown;
  try {
    json = parseJson(bytesOf(data));
  } catch (error) {
    return { problem: error instanceof JsonExcess ? `Message ${error.message}` : 'Message is not JSON' };
  }
  return hasType(json) ? { json } : { problem: 'Message has no type' };
}

const hasType = (json: unknown): json is { type: string } =>
  typeof json === 'object' && json !== null && 'type' in json && typeof json.type === 'string';
