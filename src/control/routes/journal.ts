import { filterQuery, findQuery, waitQuery } from '../inputs.js';
import { ok, type ControlRoute } from '../route.js';
import { entryView } from '../views.js';

export const journalRoutes: readonly ControlRoute[] = [
  {
    method: 'get',
    path: '/journal',
    handle: async (call) => {
      const { limit, ...filter } = call.query(findQuery);
      const found = (await call.account()).journal.find(filter);
      const shown = limit === undefined ? found : found.slice(found.length - Math.min(limit, found.length));
      return ok({ count: found.length, entries: shown.map(entryView) });
    },
  },
  {
    method: 'get',
    path: '/journal/count',
    handle: async (call) => {
      const filter = call.query(filterQuery);
      return ok({ count: (await call.account()).journal.count(filter) });
    },
  },
  {
    method: 'get',
    path: '/journal/wait',
    handle: async (call) => {
      const { count, timeoutMs, ...filter } = call.query(waitQuery);
      const options = { signal: call.disconnected, ...(timeoutMs !== undefined && { timeoutMs }) };
      const entries = await (await call.account()).journal.waitForCount(filter, count, options);
      return ok({ count: entries.length, entries: entries.map(entryView) });
    },
  },
  {
    method: 'delete',
    path: '/journal',
    handle: async (call) => {
      const { journal } = await call.account();
      const removed = journal.count();
      journal.clear();
      return ok({ removed });
    },
  },
];
