/**
 * Finds or builds the livekit-server that the tier `beside` compares the embedded room with. Building takes minutes, so
 * the tier only finds it; `npx tsx scripts/livekit-server.ts` builds it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '1.9.11';
const MODULE = `github.com/livekit/livekit-server/cmd/server@v${VERSION}`;
const BUILD_LIMIT_MS = 15 * 60_000;

// Outside the repository: a fresh clone finds what an earlier one built.
const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'decart-mock');
const suffix = process.platform === 'win32' ? '.exe' : '';
const built = join(folder, `livekit-server-${VERSION}${suffix}`);

export type FoundServer = { readonly path: string } | { readonly missing: string };

/** The program that `LIVEKIT_SERVER` names, or else the one that was built. */
export function findLivekitServer(): FoundServer {
  const named = process.env['LIVEKIT_SERVER'];
  if (named !== undefined) {
    return existsSync(named)
      ? { path: named }
      : { missing: `LIVEKIT_SERVER names ${named}, which does not exist` };
  }
  if (existsSync(built)) return { path: built };
  return {
    missing: `there is no livekit-server ${VERSION}; npx tsx scripts/livekit-server.ts builds it with Go`,
  };
}

/** Builds it from its Go module, unless it exists. Go fetches the module, and a newer toolchain when it needs one. */
export function buildLivekitServer(): FoundServer {
  const found = findLivekitServer();
  if ('path' in found) return found;
  if (spawnSync('go', ['version']).status !== 0) {
    return { missing: `livekit-server ${VERSION} is built with Go, and there is no Go on the path` };
  }
  const making = join(folder, `making-${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    const { status, stderr } = spawnSync('go', ['install', '-trimpath', '-ldflags', '-s -w', MODULE], {
      // Without cgo no C compiler is needed.
      env: { ...process.env, GOBIN: making, CGO_ENABLED: '0', GOTOOLCHAIN: 'auto' },
      encoding: 'utf8',
      timeout: BUILD_LIMIT_MS,
    });
    if (status !== 0) {
      return { missing: `go install ${MODULE} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}` };
    }
    renameSync(join(making, `server${suffix}`), built);
    return { path: built };
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  const result = buildLivekitServer();
  const seconds = Math.round((Date.now() - started) / 1_000);
  console.log('path' in result ? `${result.path} (${seconds} s)` : `No livekit-server: ${result.missing}.`);
}
