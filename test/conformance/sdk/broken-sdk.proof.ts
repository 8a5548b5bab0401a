import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlReport } from '../../../conformance/report/html.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { BrokenSdk, type Patch } from './support/broken-sdk.js';
import { checksThat, drive, javascript, requirements, resultOf } from './support/drive.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'broken-sdk' })));
afterAll(() => mock.close());

interface Breakage extends Patch {
  what: string;
  /** Cases to run: the one that must catch it, and neighbours that must pass. */
  filter: string[];
  /** The expected red checks, and no others. */
  red: string[];
  /** The expected warnings beyond those of the published SDK. */
  warn?: string[];
}

const poll = 'queue.poll/follows-a-job-to-its-end';
/** What suite.proof.ts finds in the SDK as published. */
const knownWarnings = [`${poll} QUE-60`, 'process.refusal/reaches-the-caller ERR-44'];

const breakages: Breakage[] = [
  {
    what: 'asks for the content while the job runs',
    file: 'queue/polling.js',
    from: 'if (status.status === "completed")',
    to: 'await getContent().catch(() => {}); if (status.status === "completed")',
    filter: [poll, 'queue.submit/as-declared'],
    red: [`${poll} QUE-62`],
  },
  {
    what: 'polls once more after completed',
    file: 'queue/polling.js',
    from: 'const data = await getContent();',
    to: 'const data = await getContent(); await checkStatus();',
    filter: [poll, 'queue.poll/refusal-ends-the-wait'],
    red: [`${poll} QUE-61`],
  },
  {
    what: 'reports a failed job as completed',
    file: 'queue/polling.js',
    from: 'status: "failed",\n\t\t\tjob_id: status.job_id,\n\t\t\terror: "Job failed"',
    to: 'status: "completed",\n\t\t\tjob_id: status.job_id,\n\t\t\tdata: new Blob([])',
    filter: ['queue.poll/failed-job', 'queue.result/*'],
    red: ['queue.poll/failed-job QUE-63'],
  },
  {
    what: 'repeats a refused submit',
    file: 'queue/request.js',
    from: 'if (!response.ok) {\n\t\tconst errorText = await readErrorBody(response);\n\t\tthrow createQueueSubmitError',
    to: 'if (!response.ok) {\n\t\tconst errorText = await readErrorBody(response);\n\t\tawait fetch(endpoint, { method: "POST", headers, body: buildFormData(inputs) });\n\t\tthrow createQueueSubmitError',
    filter: ['errors.permanent/sent-once', 'errors.message/*'],
    red: ['errors.permanent/sent-once ERR-40', 'errors.permanent/sent-once MOD-42'],
  },
  {
    what: 'returns an error body as a video',
    file: 'queue/request.js',
    from: 'throw createQueueResultError(`Failed to get job content: ${response.status} - ${errorText}`, response.status);',
    to: 'return new Blob([errorText]);',
    filter: ['queue.result/*'],
    red: ['queue.result/not-before-completion ERR-47'],
  },
  {
    what: 'renames the model',
    file: 'queue/request.js',
    from: 'const endpoint = `${baseUrl}${model.queueUrlPath}`;',
    to: 'const endpoint = `${baseUrl}${model.queueUrlPath.replace("-latest", "-2.5")}`;',
    filter: ['models.names/sent-as-given', 'queue.submit/*'],
    red: ['models.names/sent-as-given MOD-43'],
  },
  {
    what: 'sends an undeclared field',
    file: 'shared/request.js',
    from: 'const formData = new FormData();',
    to: 'const formData = new FormData(); formData.append("client_hint", "1");',
    filter: ['queue.submit/as-declared', 'process.request/as-declared', 'tokens.**'],
    red: ['queue.submit/as-declared QUE-65', 'process.request/as-declared QUE-65'],
  },
  {
    what: 'does not encode the id of a file in the path',
    file: 'files/client.js',
    from: '/v1/files/${encodeURIComponent(fileId)}',
    to: '/v1/files/${fileId}',
    filter: ['files.get/*', 'files.upload/*'],
    red: [],
    warn: ['files.get/id-in-the-path FIL-42'],
  },
  {
    what: 'encodes an id only as far as a path needs',
    file: 'files/client.js',
    from: '/v1/files/${encodeURIComponent(fileId)}',
    to: '/v1/files/${encodeURIComponent(fileId).replaceAll("%3D", "=")}',
    filter: ['files.get/*', 'files.upload/*'],
    red: [],
  },
  {
    what: 'encodes the id of a file as in a form',
    file: 'files/client.js',
    from: '/v1/files/${encodeURIComponent(fileId)}',
    to: '/v1/files/${encodeURIComponent(fileId).replaceAll("%20", "+")}',
    filter: ['files.get/*', 'files.upload/*'],
    red: [],
    warn: ['files.get/id-in-the-path FIL-42'],
  },
  {
    what: 'loses the expiry of a token',
    file: 'tokens/client.js',
    from: 'return response.json();',
    to: 'return response.json().then(({ expiresAt, ...rest }) => rest);',
    filter: ['tokens.mint/*'],
    red: ['tokens.mint/reaches-the-caller TOK-46'],
  },
];

test.each(breakages)('an SDK that $what is caught', { timeout: 60_000 }, async (breakage) => {
  const { filter, red, warn = [], ...patch } = breakage;
  using sdk = new BrokenSdk(patch);
  const run = await drive(mock.url, javascript(sdk.path), { filter });
  expect(checksThat(run, ({ red }) => red).sort()).toEqual([...red].sort());
  const soft = checksThat(run, ({ verdict }) => verdict === 'warn');
  expect(soft.filter((each) => !knownWarnings.includes(each))).toEqual(warn);
  expect(run.exitCode).toBe(red.length === 0 ? 0 : 1);
});

test('the report of a broken SDK contains its traffic, the messages between kit and adapter, and no key', async () => {
  using sdk = new BrokenSdk({
    file: 'tokens/client.js',
    from: 'return response.json();',
    to: 'return response.json().then(({ expiresAt, ...rest }) => rest);',
  });
  const id = 'tokens.mint/reaches-the-caller';
  const run = await drive(mock.url, javascript(sdk.path), { filter: [id] });
  const result = resultOf(run, id);
  expect(result.trace.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    'POST /v1/client/tokens 200',
  ]);
  expect(result.transcript?.some((line) => line.includes('"op":"tokens.create"'))).toBe(true);
  const html = htmlReport(run, requirements);
  expect(html).toContain('@decartai/sdk 0.1.20 does not conform');
  expect(html).toContain('Between kit and adapter');
  expect(html).not.toContain('dct_kit_tokens');
});
