import { catalogueQuery } from '../../handles/inputs.js';
import { jsonRoute } from '../json-route.js';
import type { ControlRoute } from '../route.js';

/** A snapshot has its uploads as base64, four bytes for three, and other data. */
const snapshotBody = (bytes: number): number => Math.ceil(bytes * 1.4) + 64 * 1024 * 1024;

/** What an account contains, and the snapshot of all of it. */
export const contentRoutes = (snapshotBytes: number): readonly ControlRoute[] => [
  jsonRoute('get', '/jobs', async (call) => ({ jobs: await (await call.account()).jobs() })),
  jsonRoute('get', '/files', async (call) => ({ files: await (await call.account()).files() })),
  jsonRoute('get', '/tokens', async (call) => ({ tokens: await (await call.account()).tokens() })),
  jsonRoute('get', '/sessions', async (call) => ({ sessions: await (await call.account()).sessions() })),
  jsonRoute('get', '/snapshot', async (call) => ({ ...(await (await call.account()).save()) })),
  jsonRoute('put', '/snapshot', async (call) => (await call.account()).load(call.json), {
    maxBytes: snapshotBody(snapshotBytes),
  }),
  jsonRoute('get', '/catalogue', async (call) => {
    const query = call.query(catalogueQuery);
    return (await call.account()).catalogue(query);
  }),
];
