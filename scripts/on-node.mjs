/**
 * Runs a command on another version of Node: `node scripts/on-node.mjs 26 npm test`.
 *
 * The binary comes from npm's `node-<platform>-<arch>` package, into `.cache/nodes`; a version is a range of npm.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [version, command, ...args] = process.argv.slice(2);
if (version === undefined || command === undefined) {
  console.error('Usage: node scripts/on-node.mjs <version> <command> [arguments]');
  process.exit(2);
}

const folder = fileURLToPath(new URL(`../.cache/nodes/${version}`, import.meta.url));
const bin = join(folder, 'node_modules/node/bin');
if (!existsSync(join(bin, 'node'))) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const wanted = `node@npm:node-${process.platform}-${process.arch}@${version}`;
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-package-lock', wanted], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
const { status, error } = spawnSync(command, args, { env, stdio: 'inherit' });
if (error) throw error;
process.exit(status ?? 1);
