import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniffMedia } from '../../../src/media/codecs/sniff-media.js';
import { fixture, testcard } from './support.js';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const iso = (brand: string): Buffer => latin(`\0\0\0\x18ftyp${brand}\0\0\0\0isom`);
const transport = Buffer.alloc(600);
for (const at of [0, 188, 376, 564]) transport[at] = 0x47;
const bitmap = Buffer.alloc(64);
bitmap.write('BM');
bitmap.writeUInt32LE(54, 10);
bitmap.writeUInt32LE(40, 14);

describe('the format of bytes', () => {
  it.each<[name: string, bytes: Uint8Array, kind: string, mime: string]>([
    ['MP4 (isom)', iso('isom'), 'video', 'video/mp4'],
    ['MP4 (mp42)', iso('mp42'), 'video', 'video/mp4'],
    ['MP4 (avc1)', iso('avc1'), 'video', 'video/mp4'],
    ['MP4 (iso6, as browsers record)', iso('iso6'), 'video', 'video/mp4'],
    ['MOV', iso('qt  '), 'video', 'video/quicktime'],
    ['MOV without ftyp', latin('\0\0\0\x08wide\0\0\0\x10mdat'), 'video', 'video/quicktime'],
    ['M4V', iso('M4V '), 'video', 'video/x-m4v'],
    ['3GP', iso('3gp5'), 'video', 'video/3gpp'],
    ['M4A', iso('M4A '), 'unknown', 'application/octet-stream'],
    ['WebM', latin('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm'), 'video', 'video/webm'],
    ['Matroska', latin('\x1a\x45\xdf\xa3\xa3B\x82\x88matroska'), 'video', 'video/x-matroska'],
    ['AVI', latin('RIFF\x24\0\0\0AVI LIST'), 'video', 'video/x-msvideo'],
    ['MPEG-TS', transport, 'video', 'video/mp2t'],
    ['MPEG-PS', latin('\0\0\x01\xba\x44'), 'video', 'video/mpeg'],
    ['FLV', latin('FLV\x01\x05'), 'video', 'video/x-flv'],
    ['PNG', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'image', 'image/png'],
    ['JPEG (JFIF)', latin('\xff\xd8\xff\xe0\0\x10JFIF'), 'image', 'image/jpeg'],
    ['JPEG (Exif)', latin('\xff\xd8\xff\xe1'), 'image', 'image/jpeg'],
    ['WebP', latin('RIFF\x24\0\0\0WEBPVP8 '), 'image', 'image/webp'],
    ['GIF', latin('GIF89a'), 'image', 'image/gif'],
    ['AVIF', iso('avif'), 'image', 'image/avif'],
    ['HEIC', iso('heic'), 'image', 'image/heic'],
    ['BMP', bitmap, 'image', 'image/bmp'],
    ['TIFF', latin('II*\0\x08\0\0\0'), 'image', 'image/tiff'],
    ['WAV', latin('RIFF\x24\0\0\0WAVEfmt '), 'unknown', 'application/octet-stream'],
    ['MP3', latin('ID3\x04'), 'unknown', 'application/octet-stream'],
    ['PDF', latin('%PDF-1.7'), 'unknown', 'application/octet-stream'],
    ['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg">'), 'unknown', 'application/octet-stream'],
    [
      'text that begins like a bitmap',
      latin('BMW is a maker of cars.'),
      'unknown',
      'application/octet-stream',
    ],
    ['text of one letter', latin('GGGGGGGGGGGGG'), 'unknown', 'application/octet-stream'],
    ['nothing', Buffer.alloc(0), 'unknown', 'application/octet-stream'],
  ])('%s', (_, bytes, kind, mime) => {
    expect(sniffMedia(bytes)).toEqual({ kind, mime });
  });

  it.each([
    ['input.mp4', 'video', 'video/mp4'],
    ['portrait.mp4', 'video', 'video/mp4'],
    ['input.png', 'image', 'image/png'],
    ['input.jpg', 'image', 'image/jpeg'],
    ['input.webp', 'image', 'image/webp'],
    ['not-media.txt', 'unknown', 'application/octet-stream'],
  ])('fixture %s', (name, kind, mime) => {
    expect(sniffMedia(fixture(name))).toEqual({ kind, mime });
  });
});

it('knows what this project renders', async () => {
  expect(sniffMedia(await testcard()).mime).toBe('video/mp4');
  expect(sniffMedia(await testcard({ kind: 'image' })).mime).toBe('image/png');
});

it('answers for any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => sniffMedia(bytes).mime.includes('/')));
});
