import { ascii, box, findBox, fullBox, readBoxes, u32 } from './boxes.js';

const UTF8 = 1;

/** `moov/udta/meta` with free keys ("mdta"), where ffprobe, mediabunny and QuickTime look for tags. */
export function tagBox(tags: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(tags);
  return box(
    'udta',
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), ascii('mdta'), u32(0, 0, 0), ascii('\0')),
      fullBox('keys', 0, u32(entries.length), ...entries.map(([key]) => box('mdta', ascii(key)))),
      box(
        'ilst',
        ...entries.map(([, value], index) =>
          box(String.fromCharCode(0, 0, 0, index + 1), box('data', u32(UTF8, 0), Buffer.from(value, 'utf8'))),
        ),
      ),
    ),
  );
}

/** The tags that `tagBox` wrote, from a whole file or its beginning. */
export function readTags(file: Uint8Array): Map<string, string> {
  const tags = new Map<string, string>();
  const meta = findBox(file, 'moov/udta/meta')?.subarray(4);
  const keys = meta && findBox(meta, 'keys')?.subarray(8);
  const list = meta && findBox(meta, 'ilst');
  if (!keys || !list) return tags;
  const names = [...readBoxes(keys)].map(({ contents }) => Buffer.from(contents).toString('latin1'));
  for (const { type, contents } of readBoxes(list)) {
    const name = names[Buffer.from(type, 'latin1').readUInt32BE() - 1];
    const data = findBox(contents, 'data');
    if (name !== undefined && data) tags.set(name, Buffer.from(data.subarray(8)).toString('utf8'));
  }
  return tags;
}
