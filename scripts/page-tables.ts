/** Writes generated tables between markers into pages that are otherwise written by hand. */
import { format } from 'prettier';

const end = '<!-- end of table -->';

/**
 * The page with the table in the place that `<!-- name: ... -->` opens.
 * @throws Error when the page lacks the markers
 */
export async function withTable(page: string, name: string, table: string): Promise<string> {
  const opening = new RegExp(`<!-- ${name}: .* -->`).exec(page);
  const from = opening ? opening.index + opening[0].length : -1;
  const to = from < 0 ? -1 : page.indexOf(end, from);
  if (to < 0) throw new Error(`The page has no "<!-- ${name}: ... -->" followed by "${end}".`);
  const made = `${page.slice(0, from)}\n\n${table}\n\n${page.slice(to)}`;
  return format(made, { parser: 'markdown', printWidth: 110, singleQuote: true });
}
