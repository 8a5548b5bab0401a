/** The one writer of Markdown tables. */

/**
 * A table, one row a line. Columns named in `right` are aligned to the right. Prettier pads the columns where a page
 * is formatted. Cells are written as they are: pass free text through `escapeText`.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const rule = head.map((name) => (right.includes(name) ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Markdown for a cell: one line, without the character that ends a cell. */
export const escapeCell = (markdown: string): string => markdown.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Plain text for a cell or a line of a page: as `escapeCell`, and without HTML tags. */
export const escapeText = (text: string): string => escapeCell(text).replaceAll('<', '&lt;');
