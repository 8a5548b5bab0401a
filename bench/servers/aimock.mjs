// aimock, started in process as documented, with one video fixture.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../peers/', import.meta.url));
const { LLMock } = await import(pathToFileURL(require.resolve('@copilotkit/aimock')).href);
const mock = new LLMock({ port: Number(process.argv[2] ?? 0), host: '127.0.0.1', logLevel: 'silent' });
mock.onVideo(/.*/, { video: { id: 'job-1', status: 'completed', url: 'http://127.0.0.1/none.mp4' } });
await mock.start();
console.log(JSON.stringify({ port: Number(new URL(mock.url).port) }));
