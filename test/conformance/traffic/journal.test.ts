import { afterAll, beforeAll, expect, test } from 'vitest';
import { ScriptClient, type ScriptSession } from '../../../conformance/mutants/client/script.js';
import { readJournal } from '../../../conformance/suites/traffic/read-journal.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { findings, judge } from './support.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'journal', now: '2026-11-21T12:00:00Z' })));
afterAll(() => mock.close());

/** Runs a client and judges its journal. */
async function findingsOf(key: string, run: (c: ScriptClient) => Promise<void>): Promise<string[]> {
  await run(new ScriptClient(mock.url, key));
  return findings(judge(await readJournal(mock.url, key)));
}

const joined = async (c: ScriptClient, query = ''): Promise<ScriptSession> => {
  const session = await c.connect({ query });
  await session.join();
  return session;
};

test('a journal behind a control token needs the token', async () => {
  await using guarded = await startMock({ seed: 'guarded', controlToken: 'open-sesame' });
  await fetch(`${guarded.url}/v1/jobs/unknown`, { headers: { 'x-api-key': 'dct_guarded' } });
  await expect(readJournal(guarded.url, 'dct_guarded')).rejects.toThrow(
    /refused the journal: .*x-mock-token.* Pass it with --control-token\.$/,
  );
  const { calls } = await readJournal(guarded.url, 'dct_guarded', 'open-sesame');
  expect(calls.map(({ path }) => path)).toEqual(['/v1/jobs/unknown']);
});

test('a deprecated model name of a session is a finding', async () => {
  const found = await findingsOf('dct_deprecated', async (c) => {
    const session = await c.connect({ model: 'lucy_2_rt' });
    await session.join();
    await session.close();
  });
  expect(found).toEqual([expect.stringMatching(/^warn MOD-41 lucy_2_rt is a deprecated spelling since/)]);
});

test('a retired model requested twice gives findings for the name and for the retry', async () => {
  const found = await findingsOf('dct_retired', async (c) => {
    for (let n = 0; n < 2; n++) await (await c.connect({ model: 'lucy-2.1-vton' })).ended;
  });
  expect(found.map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual(['fail MOD-40', 'fail RT-74']);
});

test('a reconnect at once after a broken connection or a close is a finding', async () => {
  const again = (directive: string) => async (c: ScriptClient) => {
    const first = await joined(c);
    first.send({ type: 'prompt', prompt: directive, enhance_prompt: true });
    await first.ended;
    await (await joined(c)).close();
  };
  expect(await findingsOf('dct_dropped', again('[mock:drop]'))).toEqual([
    expect.stringMatching(/^info TIM-42 /),
  ]);
  expect(await findingsOf('dct_sent_away', again('[mock:close=1013]'))).toEqual([
    expect.stringMatching(/^info RT-75 .* after a close with 1013\./),
  ]);
});

test('a client that leaves and reconnects has no finding', async () => {
  const found = await findingsOf('dct_came_back', async (c) => {
    await (await joined(c)).close();
    await (await joined(c)).close();
  });
  expect(found).toEqual([]);
});

test('a picture of six megabytes is a finding, by its length in the journal', async () => {
  const found = await findingsOf('dct_picture', async (c) => {
    const session = await joined(c);
    session.send({ type: 'set_image', image_data: 'A'.repeat(8 * 1024 * 1024) });
    await session.receive('set_image_ack');
    await session.close();
  });
  expect(found).toEqual([expect.stringMatching(/^\w+ RT-80 An image has 6291456 bytes\./)]);
});

test('a job that is not polled until the journal is read is a finding', async () => {
  const found = await findingsOf('dct_abandoned', async (c) => {
    await c.submit();
    await mock.account(c.key).clock.advance('2m');
  });
  expect(found).toEqual([
    expect.stringMatching(/^warn QUE-77 Job .* and not polled in the 12\d s that followed\. Fix: /),
  ]);
});

test('an unsupported speed in the address is a finding', async () => {
  const found = await findingsOf('dct_speed', async (c) => (await joined(c, '&speed=standard')).close());
  expect(found).toEqual([expect.stringMatching(/^warn RT-79 speed=standard was sent for lucy-2\.5\./)]);
});

test('a rule that needs headers or credentials is not applicable to a journal', async () => {
  await new ScriptClient(mock.url, 'dct_blind').request('GET', '/v1/realtime/quota');
  const run = judge(await readJournal(mock.url, 'dct_blind'));
  const rule = run.results.find(({ id }) => id === 'tokens.traffic/browser-keys');
  expect(rule).toMatchObject({ verdict: 'not-applicable', red: false });
  expect(rule?.checks.map(({ verdict, message }) => [verdict, message])).toEqual([
    ['not-applicable', 'A journal does not contain headers and credentials.'],
  ]);
});
