import { Readable } from 'node:stream';
import type { Account } from '../accounts/account.js';
import type { StoredBlob, Upload } from '../files/blob.js';
import type { JobInput } from '../jobs/jobs.js';
import type { World } from '../world.js';
import type { SavedUpload, Snapshot } from './shape.js';

/** Stores the bytes of uploads. */
export interface BlobTaker {
  take(stream: Readable): Promise<StoredBlob>;
}

/**
 * Replaces the account of a key by a saved one, which continues as if it had never stopped: same time, same next ids.
 * The clock keeps its mode, so a real clock continues from the time of saving.
 * @throws ApiError when the key has no account, or there is no room: for its uploads, and nothing changes; for its text,
 * and the account is as after a reset
 */
export async function loadSnapshot(
  world: World,
  key: string,
  saved: Snapshot,
  blobs: BlobTaker,
): Promise<Account> {
  const uploads = await loadUploads(saved, blobs);
  try {
    return await restore(world, key, saved, uploads);
  } catch (error) {
    await world.reset(key);
    for (const { blob } of uploads.values()) blob.dispose();
    throw error;
  }
}

async function restore(
  world: World,
  key: string,
  saved: Snapshot,
  uploads: ReadonlyMap<SavedUpload, Upload>,
): Promise<Account> {
  const account = await world.replace(key, {
    clock: saved.clock,
    asOf: saved.catalogueDate,
    timing: saved.timing,
    pace: saved.pace,
    workers: saved.workers?.length,
    sessionCapacity: saved.sessionCapacity ?? undefined,
  });
  const { clock, organisation } = account;
  const now = (): number => clock.now();
  organisation.credits.load(saved.credits, now);
  organisation.quota.load(saved.quota, now);
  organisation.permissions.set(saved.permissions ?? {});
  account.keyName = saved.keyName ?? account.keyName;
  account.rules.load(saved.rules);
  account.tickets.load(saved.tickets);
  account.journal.load(saved.journal.entries, saved.journal.lastSeq);
  if (saved.workers) account.jobs.workers?.load(saved.workers);
  for (const { id, submittedAt, plan, input, upload, reference } of saved.jobs) {
    const [first, second] = [upload, reference].map((one) => one && uploads.get(one));
    const loaded: JobInput = { durationSeconds: undefined, ...input, upload: first, reference: second };
    await account.jobs.restore({ id, submittedAt, plan, input: loaded });
  }
  for (const { upload, ...file } of saved.files) {
    const loaded = uploads.get(upload);
    if (loaded) await account.files.restore({ ...file, upload: loaded });
  }
  for (const token of saved.tokens) await account.tokens.adopt(token);
  account.random.load(saved.random.account);
  account.rules.random.load(saved.random.rules);
  account.jobs.random.load(saved.random.jobs);
  account.files.random.load(saved.random.files);
  account.tokens.random.load(saved.random.tokens);
  account.tickets.random.load(saved.random.tickets);
  account.sessions.random.load(saved.random.sessions);
  if (saved.random.pace) account.pace.random.load(saved.random.pace);
  return account;
}

/** All uploads, before the account is replaced: there may be no room for them. @throws ApiError storage_full */
async function loadUploads(
  { jobs, files }: Snapshot,
  blobs: BlobTaker,
): Promise<ReadonlyMap<SavedUpload, Upload>> {
  const loaded = new Map<SavedUpload, Upload>();
  const saved = [
    ...jobs.flatMap(({ upload, reference }) => [upload, reference]),
    ...files.map(({ upload }) => upload),
  ];
  try {
    for (const one of saved) if (one) loaded.set(one, await loadUpload(one, blobs));
  } catch (error) {
    for (const { blob } of loaded.values()) blob.dispose();
    throw error;
  }
  return loaded;
}

async function loadUpload({ bytes, ...rest }: SavedUpload, blobs: BlobTaker): Promise<Upload> {
  return { ...rest, blob: await blobs.take(Readable.from([Buffer.from(bytes, 'base64')])) };
}
