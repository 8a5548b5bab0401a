/** What must not compile: an answer that differs from control.openapi.yaml. `npm run types` checks it. */
import type { EntryView, SessionView, TokenView } from '../../../src/contract/control-types.js';
import { jsonRoute } from '../../../src/control/json-route.js';
import type { Within } from '../../../src/handles/views.js';
import type { JournalEntry } from '../../../src/world/journal/journal.js';

const session = { id: 'x', model: 'y', stage: 'ended', seconds: 0, credits: 0 } as const;

export const withTimes: SessionView = { ...session, startedAt: '2026-10-01T00:00:00.000Z' };
// @ts-expect-error a time is ISO text
export const withEpoch: SessionView = { ...session, startedAt: 0 };
// @ts-expect-error the contract has no such field
export const withMore: SessionView = { ...withTimes, name: 'x' };
// @ts-expect-error the contract requires more fields
export const withLess: TokenView = { apiKey: 'ek_x' };

export type Entry = Within<EntryView, JournalEntry>;
// @ts-expect-error the contract has no such field, so a spread would leak it
export type LeakyEntry = Within<EntryView, JournalEntry & { readonly secret?: string }>;

export const counting = jsonRoute('get', '/journal/count', async () => ({ count: 1 }));
// @ts-expect-error the answer lacks its field
export const misspelt = jsonRoute('get', '/journal/count', async () => ({ cout: 1 }));
// @ts-expect-error there is no such route
export const unknown = jsonRoute('get', '/journals', async () => ({ count: 1 }));
// @ts-expect-error the route has no such method
export const unserved = jsonRoute('put', '/journal/count', async () => ({ count: 1 }));
