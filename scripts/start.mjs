/** `npm start`: builds when dist/ is missing or older than the sources, and runs `decart-mock start`. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist/cli/main.js');

if (
  newest(['src', 'conformance', 'scripts', 'package.json', 'node_modules/.package-lock.json']) > builtAt()
) {
  console.error('Building ...');
  const tsx = fileURLToPath(import.meta.resolve('tsx/cli'));
  const { status } = spawnSync(process.execPath, [tsx, 'scripts/build.ts', '--js'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(1);
}

process.argv = [process.execPath, main, 'start', ...process.argv.slice(2)];
await import(pathToFileURL(main).href);

function builtAt() {
  return statSync(join(root, 'dist/built'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newest(paths) {
  const files = paths.flatMap((path) => {
    const full = join(root, path);
    if (!statSync(full).isDirectory()) return [full];
    return readdirSync(full, { recursive: true }).map((name) => join(full, name));
  });
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
