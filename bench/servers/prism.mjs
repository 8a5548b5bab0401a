// Prism's own CLI with our contract, started as documented; this wrapper only finds a port and waits.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
const cli = createRequire(new URL('../peers/', import.meta.url)).resolve(
  '@stoplight/prism-cli/dist/index.js',
);
const child = spawn(
  process.execPath,
  [cli, 'mock', '-p', String(port), '-h', '127.0.0.1', '-v', 'silent', '-m', 'false', process.argv[2]],
  {
    stdio: 'ignore',
  },
);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', () => process.exit(0));
for (;;) {
  try {
    await fetch(`http://127.0.0.1:${port}/v1/jobs/job-1`);
    break;
  } catch {
    await pause(50);
  }
}
console.log(JSON.stringify({ port }));
