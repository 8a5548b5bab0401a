/** The one writer of Markdown tables. */

/** A table, one row a line. Prettier aligns the columns where a page is formatted. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text for a cell that may contain what a table means as its own. */
export const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
