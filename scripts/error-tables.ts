/** The tables of docs/reference/errors.md, from the tables that the code answers with. */
import { errorTable } from '../src/contract/errors.js';
import { controlErrors } from '../src/handles/errors.js';
import { escapeCell, markdownTable } from '../conformance/report/markdown-table.js';
import { withTable } from './page-tables.js';

const api = Object.entries(errorTable).map(([code, { status, message, evidence, advice }]) =>
  [`\`${code}\``, String(status), message, evidence, advice].map(escapeCell),
);

const control = Object.entries(controlErrors).map(([code, { status, advice }]) =>
  [`\`${code}\``, String(status), advice].map(escapeCell),
);

/** The page with the current errors of the API and of the control API. */
export async function withErrors(page: string): Promise<string> {
  const head = ['Code', 'Status', 'Text', 'Evidence', 'Advice'];
  const withApi = await withTable(page, 'api-errors', markdownTable(head, api));
  return withTable(withApi, 'control-errors', markdownTable(['Code', 'Status', 'Advice'], control));
}
