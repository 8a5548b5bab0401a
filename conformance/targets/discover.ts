import { z } from 'zod';
import { UsageError } from '../engine/filter.js';
import { parseJson } from '../traffic/parse-json.js';
import { readBody } from '../traffic/read-body.js';
import { controlHeaders } from './control-headers.js';
import { mockControl } from './mock-control.js';
import { isLoopback, type Target } from './target.js';

export interface TargetOptions {
  url: string;
  /** The key of a service that bills. A mock server gets a key for each case. */
  key?: string;
  name?: string;
  /** Separates the accounts of this run from those of others on the same mock server. */
  salt?: string;
}

/** Keys for a mock server: one account for each case, the same in every run. */
export const caseKey = (caseId: string, salt = ''): string =>
  `dct_kit_${`${salt}${caseId}`.replace(/[^a-z0-9]+/gi, '_')}`;

/**
 * Finds out what answers at a URL. A loopback server that answers `GET /_mock/health` is the mock server of this
 * project: it has a control API, and any key is an account. Throws UsageError when nothing answers or a key is missing.
 */
export async function discover({ url, key, name, salt }: TargetOptions): Promise<Target> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`"${url}" is not an http or https URL. Example: --url http://127.0.0.1:8787`);
  }
  const base = url.replace(/\/+$/, '');
  const loopback = isLoopback(base);
  if (!loopback && new URL(base).protocol === 'http:') {
    throw new UsageError(
      `${base} is not this machine, and plain http would expose the key on the network: use https.`,
    );
  }
  await reach(base);
  const mock = loopback && (await isMock(base));
  const controllable =
    mock && (await fetch(`${base}/_mock/clock`, { headers: controlHeaders(caseKey('probe')) })).ok;
  if (!mock && !loopback && key === undefined) {
    throw new UsageError(`${base} needs a key: set DECART_API_KEY or pass --key.`);
  }
  const fixed = key;
  return {
    url: base,
    name: name ?? (mock ? 'mock' : loopback ? 'local' : 'live'),
    loopback,
    keyFor: fixed === undefined || mock ? (caseId) => caseKey(caseId, salt) : () => fixed,
    accounts: mock,
    ...(controllable ? { control: mockControl(base) } : {}),
  };
}

async function reach(base: string): Promise<void> {
  try {
    await fetch(base, { method: 'HEAD', signal: AbortSignal.timeout(10_000), redirect: 'manual' });
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
    throw new UsageError(`Nothing answers at ${base}${inner}. Is the server running?`, { cause });
  }
}

const health = z.object({ status: z.string() });

async function isMock(base: string): Promise<boolean> {
  const response = await fetch(`${base}/_mock/health`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  );
  if (!response?.ok) return false;
  const body = await readBody(response, 64 * 1024).catch(() => undefined);
  return body !== undefined && health.safeParse(parseJson(new TextDecoder().decode(body))).success;
}
