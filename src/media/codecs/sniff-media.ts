/** What a file is, by its bytes alone. */
export interface SniffedMedia {
  kind: 'video' | 'image' | 'unknown';
  mime: string;
}

/** `sniffMedia` looks at no more than this many bytes from the start of a file. */
export const SNIFF_BYTES = 4096;

const UNKNOWN: SniffedMedia = { kind: 'unknown', mime: 'application/octet-stream' };

const video = (mime: string): SniffedMedia => ({ kind: 'video', mime });
const image = (mime: string): SniffedMedia => ({ kind: 'image', mime });

/** Fixed bytes at the start of a file. */
const MAGIC: readonly (readonly [prefix: string, SniffedMedia])[] = [
  ['\x89PNG\r\n\x1a\n', image('image/png')],
  ['\xff\xd8\xff', image('image/jpeg')],
  ['GIF87a', image('image/gif')],
  ['GIF89a', image('image/gif')],
  ['II*\0', image('image/tiff')],
  ['MM\0*', image('image/tiff')],
  ['\xff\x0a', image('image/jxl')],
  ['\0\0\0\x0cJXL \r\n\x87\n', image('image/jxl')],
  ['FLV\x01', video('video/x-flv')],
  ['OggS', video('video/ogg')],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', video('video/x-ms-wmv')],
  ['\0\0\x01\xba', video('video/mpeg')],
  ['\0\0\x01\xb3', video('video/mpeg')],
];

/** Brands of ISO base media files that are not MP4. */
const BRANDS: readonly (readonly [brand: RegExp, SniffedMedia])[] = [
  [/^avi[fs]$/, image('image/avif')],
  [/^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/, image('image/heic')],
  [/^qt {2}$/, video('video/quicktime')],
  [/^3g[2ps]/, video('video/3gpp')],
  [/^M4V/, video('video/x-m4v')],
  [/^M4[ABP]/, UNKNOWN],
];

/** First boxes of QuickTime files older than `ftyp`. */
const OLD_QUICKTIME = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

const TRANSPORT_PACKET = 188;

/** Sync bytes one packet apart, as many as the head contains (at least two). */
function isTransportStream(head: Uint8Array): boolean {
  if (head.length <= TRANSPORT_PACKET) return false;
  for (let at = 0; at < Math.min(head.length, 5 * TRANSPORT_PACKET); at += TRANSPORT_PACKET) {
    if (head[at] !== 0x47) return false;
  }
  return true;
}

/** The magic of BMP has only two letters, so its header's length and reserved fields must fit as well. */
function isBitmap(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 18 || view.getUint32(6, true) !== 0) return false;
  return [12, 40, 52, 56, 64, 108, 124].includes(view.getUint32(14, true));
}

/**
 * A file's kind and media type from its first bytes (`SNIFF_BYTES` are enough, fewer may do).
 *
 * Clients send `application/octet-stream` and file names like `blob` or `data`, so neither can be relied on.
 * Audio, text and everything else is `unknown`.
 */
export function sniffMedia(head: Uint8Array): SniffedMedia {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, SNIFF_BYTES)).toString(
    'latin1',
  );
  const box = text.slice(4, 8);
  if (box === 'ftyp') {
    const brand = text.slice(8, 12);
    return BRANDS.find(([pattern]) => pattern.test(brand))?.[1] ?? video('video/mp4');
  }
  if (OLD_QUICKTIME.has(box)) return video('video/quicktime');
  if (text.startsWith('RIFF')) {
    if (text.slice(8, 12) === 'WEBP') return image('image/webp');
    return text.slice(8, 12) === 'AVI ' ? video('video/x-msvideo') : UNKNOWN;
  }
  if (text.startsWith('\x1a\x45\xdf\xa3')) {
    return video(text.includes('webm') ? 'video/webm' : 'video/x-matroska');
  }
  if (text.startsWith('BM') && isBitmap(head)) return image('image/bmp');
  if (isTransportStream(head)) return video('video/mp2t');
  return MAGIC.find(([prefix]) => text.startsWith(prefix))?.[1] ?? UNKNOWN;
}
