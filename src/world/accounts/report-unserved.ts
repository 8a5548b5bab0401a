import { shorten } from '../../contract/redaction/redact-value.js';
import { whyNotServed, type Catalogue, type Surface, type Unserved } from '../catalogue/index.js';
import type { Account } from './account.js';

/** Characters of a name shown in a warning. */
const MAX_NAME = 80;

/** Where a client named a model, and what it got: `POST /v1/jobs/` and 405. */
export interface NamedIn {
  readonly route: string;
  readonly outcome: string | number;
}

/** Warns of a model that its surface does not serve. Each text is printed once. */
export function reportUnserved(
  account: Account,
  catalogue: Catalogue,
  found: Unserved,
  surface: Surface,
  at: number,
  { route, outcome }: NamedIn,
): void {
  const name = shorten(found.requested, MAX_NAME);
  const call = `${route.endsWith('/') ? route + name : route} (${outcome})`;
  const why = whyNotServed(catalogue, found, surface, at, call) ?? `Unknown model "${name}" in ${call}.`;
  account.report(why);
}
