/**
 * Tests the Dockerfile without Docker: reads its instructions and runs the same commands, stage by stage, in empty
 * folders, the last stage as an unprivileged user. Exits with 1 at the first failure.
 *
 * Supports what our Dockerfile uses: FROM, WORKDIR, COPY, ENV, RUN, USER, EXPOSE, and HEALTHCHECK, ENTRYPOINT and CMD
 * as JSON. The base image is not tested: it runs with the Node of this process.
 */
import { execSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const context = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'decart-mock-image-'));
chmodSync(home, 0o755);

const ignored = lines('.dockerignore');
const stages = new Map();
let stage;

const instructions = {
  FROM(rest) {
    const name = / AS (\w+)$/.exec(rest)?.[1] ?? 'final';
    stage = { root: join(home, name), workdir: '/', env: {}, user: 'root' };
    stages.set(name, stage);
  },
  WORKDIR(path) {
    stage.workdir = path;
    mkdirSync(here(), { recursive: true });
  },
  COPY(rest) {
    const [, from, paths] = /^(?:--from=(\w+) )?(.*)$/.exec(rest);
    const sources = paths.split(' ');
    const target = join(here(), sources.pop());
    for (const source of sources) {
      const path = join(from ? stages.get(from).root : context, source);
      // As Docker does: the contents of a folder, but a file under its own name.
      const into = sources.length > 1 || rest.endsWith(' ./') ? join(target, basename(path)) : target;
      const filter = from ? undefined : (file) => !isIgnored(relative(context, file));
      cpSync(path, source === '.' ? target : into, { recursive: true, ...(filter && { filter }) });
    }
  },
  ENV(rest) {
    const [name, value] = rest.split('=');
    stage.env[name] = value;
  },
  RUN(command) {
    execSync(command, { cwd: here(), env: environment(), stdio: ['ignore', 'inherit', 'inherit'] });
  },
  USER: (user) => (stage.user = user),
  EXPOSE: (port) => (stage.port = port),
  HEALTHCHECK: (rest) => (stage.healthcheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4))),
  ENTRYPOINT: (rest) => (stage.entrypoint = JSON.parse(rest)),
  CMD: (rest) => (stage.command = JSON.parse(rest)),
};

try {
  for (const line of lines('Dockerfile')) {
    console.log(line);
    const [, name, rest] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    if (!instructions[name]) throw new Error(`Unsupported instruction: ${line}`);
    instructions[name](rest);
  }
  if (stage.user === 'root') throw new Error('The image would run as root.');
  await runImage();
  console.log('The Dockerfile works.');
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Starts the image's command, runs its health check, and stops it as Docker would. */
async function runImage() {
  const port = await freePort();
  const unprivileged = process.getuid() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  // Only the port differs from the image's: it may be in use on this machine.
  const env = {
    ...environment(),
    DECART_MOCK_PORT: String(port),
    DECART_MOCK_URL: `http://127.0.0.1:${port}`,
  };
  const options = { cwd: here(), env, ...unprivileged };
  const [file, ...args] = [...stage.entrypoint, ...stage.command];
  const server = spawn(file, args, { ...options, stdio: ['ignore', 'inherit', 'pipe'] });
  const closed = new Promise((resolve) => server.once('close', resolve));
  const output = createInterface(server.stderr);
  await new Promise((resolve, reject) => {
    output.on('line', (line) => line.includes('listening on') && resolve());
    closed.then((code) => reject(new Error(`The container's command exited with ${code}.`)));
  });
  const [probe, ...probeArgs] = stage.healthcheck;
  const { status } = spawnSync(probe, probeArgs, { ...options, stdio: 'inherit' });
  const from = performance.now();
  server.kill('SIGTERM');
  const code = await closed;
  const took = performance.now() - from;
  if (status !== 0) throw new Error(`The health check exited with ${status}.`);
  if (code !== 0 || took > 1_000)
    throw new Error(`SIGTERM: exited with ${code} after ${took.toFixed(0)} ms.`);
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function here() {
  return join(stage.root, stage.workdir);
}

function environment() {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, ...stage.env };
}

function isIgnored(path) {
  return ignored.some((pattern) =>
    pattern.startsWith('**/')
      ? path.split('/').includes(pattern.slice(3))
      : path === pattern || path.startsWith(`${pattern}/`),
  );
}

function lines(name) {
  const all = readFileSync(join(context, name), 'utf8').split('\n');
  return all.filter((line) => line.trim() !== '' && !line.startsWith('#'));
}
