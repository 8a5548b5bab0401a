import type { Account } from '../accounts/account.js';
import type { Upload } from '../files/blob.js';
import type { SavedUpload, Snapshot } from './shape.js';

/**
 * Saves an account: clock, jobs, files with their bytes, tokens, rules with their counts, tickets, credits, quota,
 * journal and the state of its random generators. Not saved: sockets, and requests in flight.
 * @throws RangeError when the uploads together exceed `maxBytes`
 */
export async function saveSnapshot(account: Account, maxBytes: number): Promise<Snapshot> {
  const { clock, random, rules, jobs, files, tokens, tickets, journal, organisation } = account;
  const [allJobs, allFiles] = [await jobs.list(), await files.list()];
  const uploads = [
    ...allJobs.flatMap(({ input }) => [input.upload, input.reference]),
    ...allFiles.map(({ upload }) => upload),
  ];
  const size = uploads.reduce((sum, upload) => sum + (upload?.blob.size ?? 0), 0);
  if (size > maxBytes) throw new RangeError(`uploads of ${size} bytes, more than the ${maxBytes} allowed`);

  const now = clock.now();
  return {
    format: 'decart-mock/snapshot',
    version: 1,
    clock: { mode: clock.mode, rate: clock.rate, now },
    catalogueDate: account.catalogueDate() - (clock.now() - now),
    timing: copy(account.settings.timing),
    pace: account.pace.name,
    workers: jobs.workers ? [...jobs.workers.save()] : null,
    sessionCapacity: account.settings.sessionCapacity ?? null,
    random: {
      account: random.save(),
      rules: rules.random.save(),
      jobs: jobs.random.save(),
      files: files.random.save(),
      tokens: tokens.random.save(),
      tickets: tickets.random.save(),
      sessions: account.sessions.random.save(),
      pace: account.pace.random.save(),
    },
    credits: copy(organisation.credits.save()),
    quota: copy(organisation.quota.save()),
    permissions: organisation.permissions.view(),
    keyName: account.keyName,
    rules: copy(rules.save()),
    jobs: await Promise.all(
      allJobs.map(async ({ id, submittedAt, plan, input: { upload, reference, ...input } }) => ({
        id,
        submittedAt,
        plan: copy(plan),
        input,
        ...(upload && { upload: await saveUpload(upload) }),
        ...(reference && { reference: await saveUpload(reference) }),
      })),
    ),
    files: await Promise.all(
      allFiles.map(async ({ upload, ...file }) => ({ ...file, upload: await saveUpload(upload) })),
    ),
    tokens: copy(await tokens.list()),
    tickets: copy(tickets.save()),
    journal: { lastSeq: journal.lastSeq, entries: copy(journal.find()) },
  };
}

/** A mutable copy's type: the world's values are read-only. */
type Own<T> = T extends readonly (infer U)[]
  ? number extends T['length']
    ? Own<U>[]
    : { -readonly [K in keyof T]: Own<T[K]> }
  : T extends object
    ? { -readonly [K in keyof T]: Own<T[K]> }
    : T;
const copy = <T>(value: T): Own<T> => structuredClone(value) as Own<T>;

async function saveUpload({ blob, filename, mime, kind }: Upload): Promise<SavedUpload> {
  const pieces: Uint8Array[] = [];
  for await (const piece of blob.read()) pieces.push(piece);
  return { filename, mime, kind, bytes: Buffer.concat(pieces).toString('base64') };
}
