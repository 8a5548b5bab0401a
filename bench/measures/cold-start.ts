import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { median } from '../lib/load.js';
import { main } from '../lib/peers.js';
import type { Row } from './throughput.js';

const empty = `require('node:http').createServer((q,s)=>s.end('{}')).listen(+process.argv[1],'127.0.0.1')`;
const aimock = fileURLToPath(new URL('../servers/aimock.mjs', import.meta.url));

const contenders: readonly { name: string; command: (port: number) => string[]; path: string }[] = [
  {
    name: 'node -e with an empty node:http server',
    command: (port) => ['-e', empty, String(port)],
    path: '/',
  },
  {
    name: 'decart-mock',
    command: (port) => [main, 'start', '--json', '--port', String(port)],
    path: '/v1/jobs/none',
  },
  { name: 'aimock', command: (port) => [aimock, String(port)], path: '/v1/videos/none' },
];

/** ms from spawn to the first byte of the first answer; median of interleaved runs. */
export async function coldStart(tries: number): Promise<Row[]> {
  const times = contenders.map((): number[] => []);
  for (let index = 0; index < tries; index++) {
    for (const [which, one] of contenders.entries()) {
      const port = 20_000 + ((index * contenders.length + which) % 9_000);
      times[which]?.push(await firstAnswer(one.command(port), port, one.path));
    }
  }
  return contenders.map(({ name }, which) => ({ name, rate: median(times[which] ?? []) }));
}

async function firstAnswer(args: readonly string[], port: number, path: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!(await answers(port, path))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} exited with ${child.exitCode}.`);
  }
  const took = performance.now() - begun;
  child.kill('SIGTERM');
  await gone;
  return took;
}

/** Whether the server answers at all; a refused connection costs well under 1 ms. */
function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nx-api-key: dct_x\r\n\r\n`),
    );
    const end = (answered: boolean) => () => {
      socket.destroy();
      if (answered) resolve(true);
      else setTimeout(() => resolve(false), 1);
    };
    socket.once('data', end(true));
    socket.once('error', end(false));
    socket.once('close', end(false));
  });
}
