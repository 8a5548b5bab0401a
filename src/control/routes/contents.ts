import { catalogueQuery } from '../inputs.js';
import { ok, type ControlRoute } from '../route.js';
import { fileView, iso, jobView, sessionView } from '../views.js';

/** Default range of the catalogue's changes: a year, in ms. */
const AHEAD_MS = 366 * 86_400_000;
/** A snapshot has its uploads as base64, four bytes for three, and other data. */
const snapshotBody = (bytes: number): number => Math.ceil(bytes * 1.4) + 64 * 1024 * 1024;

/** What an account contains, and the snapshot of all of it. */
export const contentRoutes = (snapshotBytes: number): readonly ControlRoute[] => [
  {
    method: 'get',
    path: '/jobs',
    handle: async (call) => ok({ jobs: (await (await call.account()).jobs()).map(jobView) }),
  },
  {
    method: 'get',
    path: '/files',
    handle: async (call) => ok({ files: (await (await call.account()).files()).map(fileView) }),
  },
  {
    method: 'get',
    path: '/tokens',
    handle: async (call) => {
      const tokens = await (await call.account()).tokens();
      const views = tokens.map(({ createdAt, expiresAt, options }) => ({
        createdAt: iso(createdAt),
        expiresAt: iso(expiresAt),
        ...options,
      }));
      return ok({ tokens: views });
    },
  },
  {
    method: 'get',
    path: '/sessions',
    handle: async (call) => ok({ sessions: (await call.account()).sessions().map(sessionView) }),
  },
  {
    method: 'get',
    path: '/snapshot',
    handle: async (call) => ok(await (await call.account()).save()),
  },
  {
    method: 'put',
    path: '/snapshot',
    maxBytes: snapshotBody(snapshotBytes),
    handle: async (call) => {
      const account = await call.account();
      await account.load(call.request.body as unknown);
      return ok({ loaded: 1, now: iso(account.clock.now()) });
    },
  },
  {
    method: 'get',
    path: '/catalogue',
    handle: async (call) => {
      const { until } = call.query(catalogueQuery);
      const { catalogueDate: at } = await call.account();
      const { catalogue } = call.core.world;
      const end = until === undefined ? at + AHEAD_MS : Date.parse(until);
      return ok({
        date: iso(at),
        until: iso(end),
        names: catalogue.list(at),
        events: catalogue.events(at, end).map((event) => ({ ...event, at: iso(event.at) })),
      });
    },
  },
];
