import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepare, realtimeNeeds } from '../clients/python/setup.js';
import { noBrowser } from '../browser/with-page.js';
import { reportSkip } from '../support/report-skip.js';
import { accepted } from './accepted.js';
import { absent, compare, differences, type Compared } from './compare.js';
import { noLivekitServer, startLivekitServer, type LivekitServer } from './livekit-server.js';
import type { Observation } from './observed.js';
import { codecs } from './scripts/codecs.js';
import { connections } from './scripts/connections.js';
import { participants } from './scripts/participants.js';
import { sessions } from './scripts/sessions.js';
import { covers, writeTable } from './table.js';

const python = prepare('0.2.4', realtimeNeeds);
const interpreter = 'python' in python ? python.python : '';
const missing = noLivekitServer() ?? noBrowser() ?? ('missing' in python ? python.missing : undefined);

/** A script runs on the livekit-server at a URL, or without one in the embedded room. */
type Script = (livekit: string | undefined) => Promise<readonly Observation[]>;

const scripts: Readonly<Record<string, Script>> = {
  participants: (livekit) => participants(livekit, interpreter),
  'one connection': (livekit) => connections(livekit, true),
  'two connections': (livekit) => connections(livekit, false),
  codecs,
  sessions: (livekit) => sessions(livekit, interpreter),
};

describe.skipIf(reportSkip(missing))('the embedded room beside a real livekit-server', () => {
  const compared = new Map<string, readonly Compared[]>();
  let livekit: LivekitServer;
  beforeAll(async () => {
    livekit = await startLivekitServer();
  });
  afterAll(async () => {
    await livekit[Symbol.asyncDispose]();
  });

  test.each(Object.entries(scripts))(
    'clients see in "%s" what they see there, but for the accepted differences',
    { timeout: 300_000 },
    async (script, run) => {
      // Both to their end, as a script that fails would leave the other one running.
      const [real, embedded] = await Promise.allSettled([run(livekit.url), run(undefined)]);
      if (real.status === 'rejected') throw real.reason;
      if (embedded.status === 'rejected') throw embedded.reason;
      const rows = compare(script, real.value, embedded.value);
      compared.set(script, rows);
      await writeTable(compared);
      const found = differences(rows);
      const unexpected = found.filter((each) => !accepted.some((entry) => covers(entry, script, each)));
      const stale = accepted.filter(
        (entry) => entry.scripts.includes(script) && !found.some((each) => covers(entry, script, each)),
      );
      expect({ unexpected, stale, absent: absent(rows) }).toEqual({ unexpected: [], stale: [], absent: [] });
    },
  );
});
