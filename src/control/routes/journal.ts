import { filterQuery, findQuery, waitQuery } from '../../handles/journal-inputs.js';
import { jsonRoute } from '../json-route.js';
import type { ControlRoute } from '../route.js';

export const journalRoutes: readonly ControlRoute[] = [
  jsonRoute('get', '/journal', async (call) => {
    const { limit, ...filter } = call.query(findQuery);
    const { journal } = await call.account();
    const count = await journal.count(filter);
    return { count, entries: await journal.find({ ...filter, ...(limit !== undefined && { limit }) }) };
  }),
  jsonRoute('get', '/journal/count', async (call) => {
    const filter = call.query(filterQuery);
    return { count: await (await call.account()).journal.count(filter) };
  }),
  jsonRoute('get', '/journal/wait', async (call) => {
    const { count, timeoutMs, ...filter } = call.query(waitQuery);
    const options = { signal: call.disconnected, ...(timeoutMs !== undefined && { timeoutMs }) };
    const entries = await (await call.account()).journal.waitForCount(filter, count, options);
    return { count: entries.length, entries };
  }),
  jsonRoute('delete', '/journal', async (call) => ({
    removed: await (await call.account()).journal.clear(),
  })),
];
