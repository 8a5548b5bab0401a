import type { Canvas } from './canvas.js';

export const GLYPH_WIDTH = 5;
export const GLYPH_HEIGHT = 7;
/** Height of a line with the space around it. */
export const LINE_HEIGHT = GLYPH_HEIGHT + 2;

/** Each glyph has seven rows of five dots; each row is one digit of base 32. */
// prettier-ignore
const GLYPHS: Readonly<Record<string, string>> = {
  A: 'ehhvhhh', B: 'uhhuhhu', C: 'ehggghe', D: 'uhhhhhu', E: 'vgguggv', F: 'vgguggg', G: 'ehgnhhf', H: 'hhhvhhh',
  I: 'e44444e', J: '72222ic', K: 'hikokih', L: 'ggggggv', M: 'hrllhhh', N: 'hpljhhh', O: 'ehhhhhe', P: 'uhhuggg',
  Q: 'ehhhlid', R: 'uhhukih', S: 'fgge11u', T: 'v444444', U: 'hhhhhhe', V: 'hhhhha4', W: 'hhhllla', X: 'hha4ahh',
  Y: 'hha4444', Z: 'v1248gv', '0': 'ehjlphe', '1': '4c4444e', '2': 'eh1248v', '3': 'v2421he', '4': '26aiv22',
  '5': 'vgu11he', '6': '68guhhe', '7': 'v124888', '8': 'ehhehhe', '9': 'ehhf12c', ' ': '0000000', '.': '00000cc',
  ',': '0000c48', ':': '0cc0cc0', ';': '0cc0c48', '!': '4444404', '?': 'eh12404', "'": '4480000', '"': 'aaa0000',
  '-': '000v000', _: '000000v', '+': '044v440', '=': '00v0v00', '/': '01248g0', '\\': '0g84210', '(': '2488842',
  ')': '8422248', '[': 'e88888e', ']': 'e22222e', '{': '688g886', '}': 'c22122c', '<': '248g842', '>': '8421248',
  '*': '04lel40', '#': 'aavavaa', '@': 'eh1dlle', '&': 'cik8lid', '%': 'op248j3', $: '4fke5u4', '^': '4ah0000',
  '`': '8420000', '|': '4444444', '~': '008l200',
};
const MISSING = 'vhhhhhv';

/** Text as the font can show it: capitals without accents, one space for any blank. */
export function drawable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[\s\p{C}]+/gu, ' ')
    .replace(/[‘’]/gu, "'")
    .replace(/[“”]/gu, '"')
    .replace(/\p{Pd}/gu, '-')
    .toUpperCase()
    .trim();
}

/** Draws one line of drawable text, `scale` units a dot. Characters that the font lacks become a hollow box. */
export function drawText(
  canvas: Canvas,
  line: string,
  left: number,
  top: number,
  luma: number,
  scale = 1,
): void {
  [...line].forEach((character, index) => {
    const glyph = Object.hasOwn(GLYPHS, character) ? (GLYPHS[character] ?? MISSING) : MISSING;
    const origin = left + index * (GLYPH_WIDTH + 1) * scale;
    for (let y = 0; y < GLYPH_HEIGHT; y++) {
      const row = parseInt(glyph[y] ?? '0', 32);
      for (let x = 0, run = 0; x <= GLYPH_WIDTH; x++) {
        if (x < GLYPH_WIDTH && row & (1 << (GLYPH_WIDTH - 1 - x))) run++;
        else if (run > 0) {
          canvas.fillLuma(origin + (x - run) * scale, top + y * scale, run * scale, scale, luma);
          run = 0;
        }
      }
    }
  });
}

/** Breaks drawable text into lines, at blanks where possible; text that does not fit ends in three dots. */
export function wrap(text: string, columns: number, maxLines: number): string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > 0 && lines.length < maxLines) {
    if (rest.length <= columns) {
      lines.push(rest.join(''));
      return lines;
    }
    const blank = rest.lastIndexOf(' ', columns);
    const end = blank > columns / 2 ? blank : columns;
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(blank === end ? end + 1 : end);
  }
  const last = lines.pop();
  if (rest.length > 0 && last !== undefined) lines.push([...last].slice(0, columns - 3).join('') + '...');
  else if (last !== undefined) lines.push(last);
  return lines;
}
