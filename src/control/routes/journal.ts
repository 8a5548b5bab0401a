import { filterQuery, findQuery, ownerQuery, waitQuery } from '../../handles/journal-inputs.js';
import type { JournalHandle } from '../../handles/journal-handle.js';
import { withoutAccount } from '../../handles/without-account.js';
import { jsonRoute } from '../json-route.js';
import type { ControlCall, ControlRoute } from '../route.js';

/** The journal of the call's account, or of what belongs to none, which needs no key. */
const journalOf = async (call: ControlCall, account: 'none' | undefined): Promise<JournalHandle> =>
  (account === 'none' ? withoutAccount(call.core.world) : await call.account()).journal;

export const journalRoutes: readonly ControlRoute[] = [
  jsonRoute('get', '/journal', async (call) => {
    const { account, limit, ...filter } = call.query(findQuery);
    const journal = await journalOf(call, account);
    const count = await journal.count(filter);
    return { count, entries: await journal.find({ ...filter, ...(limit !== undefined && { limit }) }) };
  }),
  jsonRoute('get', '/journal/count', async (call) => {
    const { account, ...filter } = call.query(filterQuery);
    return { count: await (await journalOf(call, account)).count(filter) };
  }),
  jsonRoute('get', '/journal/wait', async (call) => {
    const { account, count, timeoutMs, ...filter } = call.query(waitQuery);
    const options = { signal: call.disconnected, ...(timeoutMs !== undefined && { timeoutMs }) };
    const entries = await (await journalOf(call, account)).waitForCount(filter, count, options);
    return { count: entries.length, entries };
  }),
  jsonRoute('delete', '/journal', async (call) => {
    const { account } = call.query(ownerQuery);
    return { removed: await (await journalOf(call, account)).clear() };
  }),
];
