/** The one writer of Markdown tables. */

/**
 * A table, one row a line. Columns named in `right` are aligned to the right. Prettier pads the columns where a page
 * is formatted. Cells are written as they are: pass free text through `escapeCell`.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const rule = head.map((name) => (right.includes(name) ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Free text for a cell: one line, without the characters that end a cell or start a tag. */
export const escapeCell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
