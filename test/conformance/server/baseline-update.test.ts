import { expect, test } from 'vitest';
import { parseBaseline } from '../../../conformance/engine/baseline.js';
import { updateBaseline } from '../../../conformance/engine/baseline-update.js';
import { defineCase } from '../../../conformance/engine/define-case.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { json, stub } from './stub.js';

/** A case that expects a status. */
const wanting = (slug: string, status: number) =>
  defineCase({
    id: `queue.test/${slug}`,
    title: slug,
    requires: ['QUE-06'],
    run: async (c) => {
      const answer = await c.http.get('/');
      c.check('QUE-06', answer.status === status, { title: 'The status.', expected: status, answer });
    },
  });

const cases = [wanting('new', 201), wanting('other', 202), wanting('passes', 200), wanting('known', 203)];

async function run(baseline: string) {
  await using server = await stub((_request, response) => json(response, 200, {}));
  return await runServer(cases, server.target, {
    requirements: loadRequirements(),
    seed: 1,
    version: '0',
    baseline: parseBaseline(baseline),
  });
}

const before = `# What we know of.
entries:
# a comment of its own
- case: queue.test/known   # keep me
  status: failing
  reason: "an old friend"

- { case: 'queue.test/passes', status: failing, reason: 'gone by now' }
- case: queue.test/other:QUE-06
  status: failing
  expect: 'Expected 404'
  reason: fails otherwise
- { case: queue.test/removed, status: failing, reason: no such case }
`;

const after = `# What we know of.
entries:
# a comment of its own
- case: queue.test/known   # keep me
  status: failing
  reason: "an old friend"

- case: queue.test/other:QUE-06
  status: failing
  expect: 'Expected 202. Received: 200 {}.'
  reason: fails otherwise
- case: 'queue.test/new:QUE-06'
  target: 'stub'
  status: failing
  reason: 'to do'
  expect: 'Expected 201. Received: 200 {}.'
`;

test('the update changes only what the run showed, and the next run is green', async () => {
  const update = updateBaseline(before, await run(before), 'to do');
  expect(update.text).toBe(after);
  expect((await run(after)).exitCode).toBe(0);
  expect(updateBaseline(after, await run(after), 'to do')).toEqual({ text: after, edits: [] });
});

test('it does the same from a run without a baseline', async () => {
  expect(updateBaseline(before, await run('entries: []'), 'to do').text).toContain('Expected 201.');
});

test('ids that differ in every run are masked, and an old one matches a new one', async () => {
  const ids = {
    uuid: '784c177a-0f6e-4d7c-9c39-0123456789ab',
    file: 'file_0a1b2c3d4e5f6071',
    port: '127.0.0.1:40123',
  };
  const failing = (values: string) =>
    defineCase({
      id: 'queue.test/ids',
      title: 'ids',
      requires: ['QUE-06'],
      run: async (c) =>
        void c.check('QUE-06', false, { title: 'The id.', expected: [values, 'pending'], got: 'nothing' }),
    });
  const judge = async (values: string, baseline: string) => {
    await using server = await stub((_request, response) => json(response, 200, {}));
    const options = { requirements: loadRequirements(), seed: 1, version: '0' };
    return await runServer([failing(values)], server.target, {
      ...options,
      baseline: parseBaseline(baseline),
    });
  };
  const [one, other] = [Object.values(ids).join(' '), Object.values(ids).join(' ').replaceAll('1', '2')];
  const { text } = updateBaseline('', await judge(one, 'entries: []'), 'known');
  expect(text).toContain('Expected ["<uuid> file_<id> 127.0.0.1:<port>","pending"]');
  expect((await judge(other.replace('227.0.0.2', '127.0.0.1'), text)).exitCode).toBe(0);
  const byHand = text.replace('<uuid>', ids.uuid);
  expect((await judge(other.replace('227.0.0.2', '127.0.0.1'), byHand)).exitCode).toBe(0);
  expect((await judge('something else', text)).exitCode).toBe(1);
});

test('an entry does not excuse another value, nor another check of the same requirement', async () => {
  const judge = async (size: number, baseline: string, also: number[] = []) => {
    await using server = await stub((_request, response) =>
      json(response, 200, { at: '2026-11-20T10:00:00Z', size }),
    );
    const sizes = defineCase({
      id: 'files.test/size',
      title: 'size',
      requires: ['FIL-04'],
      run: async (c) => {
        const answer = await c.http.get('/');
        for (const expected of [2640, ...also])
          c.check('FIL-04', answer.field('size') === expected, { title: 'The size.', expected, answer });
      },
    });
    const options = { requirements: loadRequirements(), seed: 1, version: '0' };
    return await runServer([sizes], server.target, { ...options, baseline: parseBaseline(baseline) });
  };
  const { text } = updateBaseline('', await judge(2641, 'entries: []'), 'known');
  expect((await judge(2641, text)).exitCode).toBe(0);
  expect((await judge(11640, text)).exitCode).toBe(1);
  expect((await judge(2641, text, [7])).exitCode).toBe(1);
  const both = updateBaseline(text, await judge(2641, text, [7]), 'known');
  expect(both.edits).toEqual(['added: files.test/size:FIL-04']);
  expect((await judge(2641, both.text, [7])).exitCode).toBe(0);
  // One of the two is fixed: its entry is removed, the other stays.
  expect(updateBaseline(both.text, await judge(2641, both.text), 'known').text).toBe(text);
});
