import type { CatalogueQuery, CatalogueView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import type { CatalogueEvent } from '../world/catalogue/index.js';
import type { World } from '../world/world.js';
import { parseTime } from '../world/time/parse-time.js';
import { ControlError } from './errors.js';
import { iso, type Within } from './views.js';

type EventView = CatalogueView['events'][number];

const eventView = (event: Within<EventView, CatalogueEvent>): EventView => ({ ...event, at: iso(event.at) });

/** Default range of the changes to come: a year, in ms. */
const AHEAD_MS = 366 * 86_400_000;

/**
 * The model names on the account's catalogue date, and the changes until a date.
 */
export function catalogueView(
  { catalogue }: World,
  account: Account,
  { until }: CatalogueQuery,
): CatalogueView {
  const at = account.catalogueDate();
  const end = until === undefined ? at + AHEAD_MS : parseTime(until);
  if (end === undefined)
    throw new ControlError('bad_input', `"${until}" is not a date. Write it like 2026-12-31.`);
  return {
    date: iso(at),
    until: iso(end),
    names: catalogue.list(at),
    events: catalogue.events(at, end).map(eventView),
  };
}
