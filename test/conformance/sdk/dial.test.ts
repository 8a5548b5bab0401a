import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { checkAdapter } from '../../../conformance/adapters/check.js';
import { AdapterConnection } from '../../../conformance/adapters/connection.js';
import { withTimeouts } from '../../../conformance/engine/timeouts.js';
import { dialIn } from '../../../conformance/adapters/dial.js';
import { startDialling } from '../../../conformance/adapters/dialling-program.js';

const program = fileURLToPath(new URL('support/dialling-adapter.mjs', import.meta.url));

test('an adapter that dials out passes the same check', async () => {
  const place = await dialIn((url) => {
    spawn(process.execPath, [program], { env: { ...process.env, KIT_ADAPTER_URL: url }, stdio: 'ignore' });
  });
  const report = await checkAdapter(place.open);
  expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(report.welcome?.adapter.name).toBe('dialling');
  await place.close();
});

test('a connection without the token is refused, and the wait ends at its timeout', async () => {
  const place = await dialIn(() => undefined, 300);
  const refused = await new Promise<string>((resolve) =>
    new WebSocket(place.url.replace(/token=.*/, 'token=guess')).once('error', (error) =>
      resolve(error.message),
    ),
  );
  expect(refused).toMatch(/403/);
  const greeting = { run: 'r', seed: 1, blobBase: 'http://127.0.0.1:1', candidates: {} };
  await expect(AdapterConnection.start(place.open, greeting)).rejects.toThrow(/within 300 ms/);
  await place.close();
});

test('a program that fails before it connects is reported at once, with its last lines', async () => {
  const script = "console.error('No such device'); process.exit(3)";
  const place = await dialIn((url, onNoise) => startDialling([process.execPath, '-e', script], url, onNoise));
  const greeting = { run: 'r', seed: 1, blobBase: 'http://127.0.0.1:1', candidates: {} };
  await expect(AdapterConnection.start(place.open, greeting)).rejects.toThrow(
    /exited with code 3\. Its last lines:\nNo such device/,
  );
  await place.close();
});

test('a program that keeps running after bye is killed', async () => {
  const stays = `await import(${JSON.stringify(program)}); process.exit = () => {}; setInterval(() => {}, 1000)`;
  let ended: Promise<{ ok: boolean; why: string }> | undefined;
  const place = await dialIn(async (url, onNoise) => {
    const started = await startDialling([process.execPath, '--input-type=module', '-e', stays], url, onNoise);
    ended = started.gone;
    return started;
  });
  const greeting = { run: 'r', seed: 1, blobBase: 'http://127.0.0.1:1', candidates: {} };
  const adapter = await AdapterConnection.start(place.open, greeting, withTimeouts({ leaveMs: 200 }));
  await adapter.bye();
  expect((await ended)?.why).toMatch(/SIGKILL/);
  await place.close();
});
