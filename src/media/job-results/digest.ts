import { createHash } from 'node:crypto';
import type { MediaSource } from '../media-source.js';

/** SHA-256 in hexadecimal, without holding the file in memory. */
export async function digestOf(source: MediaSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.read()) hash.update(chunk);
  return hash.digest('hex');
}
