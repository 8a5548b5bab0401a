/**
 * Names of charsets that Python decodes as latin-1 or refuses. TextDecoder would read them as windows-1252, which Node
 * releases decode in different ways, so that is among them.
 */
const LATIN1 = /^(?:ascii|us-?ascii|latin-?1|l1|iso-?8859-?1|windows-1252|cp-?1252|)$/;

/** Spellings of Python, `-` for `_`, that TextDecoder does not know. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  u8: 'utf-8',
  utf: 'utf-8',
  cp65001: 'utf-8',
  'utf8-ucs2': 'utf-8',
  'utf8-ucs4': 'utf-8',
  'utf-16-le': 'utf-16le',
  unicodelittleunmarked: 'utf-16le',
  'utf-16-be': 'utf-16be',
  unicodebigunmarked: 'utf-16be',
};

/** Names of UTF-16 whose byte order a mark decides; without one it is little-endian. */
const MARKED_UTF16 = /^(?:u16|utf-?16)$/;

export type TextDecoding = (bytes: Buffer) => string;

/**
 * How the texts of a form are decoded: by the charset of its content type, UTF-8 without one. An unknown charset, or
 * bytes that are invalid in it, mean latin-1, as in Starlette.
 */
export function formDecoding(charset: string | undefined): TextDecoding {
  if (charset === undefined) return utf8;
  const name = charset.toLowerCase().replaceAll('_', '-');
  if (LATIN1.test(name)) return latin1;
  if (MARKED_UTF16.test(name)) return utf16;
  try {
    return decodingBy(new TextDecoder(PYTHON_NAMES[name] ?? name, options));
  } catch (error) {
    if (error instanceof RangeError) return latin1;
    throw error;
  }
}

const options = { fatal: true, ignoreBOM: true } as const;

const latin1: TextDecoding = (bytes) => bytes.toString('latin1');

const decodingBy =
  (decoder: TextDecoder): TextDecoding =>
  (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) return latin1(bytes);
      throw error;
    }
  };

const utf8 = decodingBy(new TextDecoder('utf-8', options));
const utf16le = decodingBy(new TextDecoder('utf-16le', { fatal: true }));
const utf16be = decodingBy(new TextDecoder('utf-16be', { fatal: true }));

const utf16: TextDecoding = (bytes) => (bytes[0] === 0xfe && bytes[1] === 0xff ? utf16be : utf16le)(bytes);
