import type { AsyncCommand } from 'fast-check';
import type { CaseContext } from '../../engine/context.js';
import { imagePart, videoPart } from '../fixtures/media.js';
import { mint, submit, upload } from './steps.js';

/** The state that the service must keep, reduced to what is checked. */
export interface Model {
  /** The last status of each job: 0 pending, 1 processing, 2 completed, 3 failed. */
  jobs: { id: string; rank: number }[];
  files: { id: string; size: number; deleted: boolean; expiresAt: number }[];
  tokens: { key: string; expiresAt: number }[];
  /** The account's time since the sequence began, in ms. Known only on a mock server whose clock is held. */
  now: number;
}

/** The service, and how often each requirement was checked. */
export interface Real {
  c: CaseContext;
  exercised: Map<string, number>;
  submits: { left: number };
}

export type Command = AsyncCommand<Model, Real>;

/** A requirement that a sequence broke. fast-check shrinks to the shortest sequence that breaks it. */
export class Violation extends Error {
  constructor(
    readonly requirement: string,
    message: string,
  ) {
    super(message);
  }
}

const words = ['pending', 'processing', 'completed', 'failed'];
function demand(real: Real, requirement: string, holds: boolean, message: string): void {
  real.exercised.set(requirement, (real.exercised.get(requirement) ?? 0) + 1);
  if (!holds) throw new Violation(requirement, message);
}

/** One step of a sequence: its precondition, its effect, and its name in a counterexample. */
const command = (
  name: string,
  possible: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command => ({
  check: possible,
  run,
  toString: () => name,
});

const pick = <T>(list: readonly T[], n: number): T => {
  const found = list[n % list.length];
  if (found === undefined)
    throw new Error('Picked from nothing: the command checks that there is something.');
  return found;
};

export const submitJob = () =>
  command(
    'submit',
    () => true,
    async (model, real) => {
      if (real.submits.left-- <= 0) return;
      const answer = await submit(real.c, 'lucy-2.5', { prompt: 'x', data: videoPart() });
      const id = answer.field('job_id');
      demand(real, 'QUE-01', answer.ok && typeof id === 'string', `a submit answered ${answer.toString()}`);
      demand(
        real,
        'QUE-20',
        !model.jobs.some((job) => job.id === id),
        `a submit gave an id again: ${String(id)}`,
      );
      model.jobs.push({ id: String(id), rank: 0 });
    },
  );

export const pollJob = (n: number) =>
  command(
    `poll(${n})`,
    (model) => model.jobs.length > 0,
    async (model, real) => {
      const job = pick(model.jobs, n);
      const answer = await real.c.http.get(`/v1/jobs/${job.id}`);
      const status = String(answer.field('status'));
      const rank = words.indexOf(status);
      demand(
        real,
        'QUE-05',
        answer.ok && answer.field('job_id') === job.id,
        `a status answered ${answer.toString()}`,
      );
      demand(real, 'QUE-06', rank >= 0, `a status is "${status}"`);
      demand(
        real,
        'QUE-08',
        job.rank < 2 || rank === job.rank,
        `after ${words[job.rank] ?? ''} came ${status}`,
      );
      demand(real, 'QUE-07', rank >= job.rank, `after ${words[job.rank] ?? ''} came ${status}`);
      job.rank = rank;
    },
  );

export const fetchContent = (n: number) =>
  command(
    `content(${n})`,
    (model) => model.jobs.length > 0,
    async (model, real) => {
      const job = pick(model.jobs, n);
      const content = await real.c.http.get(`/v1/jobs/${job.id}/content`);
      if (job.rank === 2)
        demand(
          real,
          'QUE-09',
          content.status === 200,
          `a completed job's content answered ${content.status}`,
        );
      const after = words.indexOf(String((await real.c.http.get(`/v1/jobs/${job.id}`)).field('status')));
      if (after < 2)
        demand(
          real,
          'QUE-10',
          !content.ok,
          `the content of a ${words[after] ?? ''} job answered ${content.status}`,
        );
      if (after > job.rank) job.rank = after;
    },
  );

export const uploadFile = (ttlSeconds = 86_400) =>
  command(
    `upload(${ttlSeconds})`,
    () => true,
    async (model, real) => {
      const file = imagePart();
      const answer = await upload(real.c, { file, ttl_seconds: String(ttlSeconds) });
      const id = answer.field('id');
      demand(real, 'FIL-01', answer.ok && typeof id === 'string', `an upload answered ${answer.toString()}`);
      const expiresAt = model.now + ttlSeconds * 1000;
      model.files.push({ id: String(id), size: file.bytes.length, deleted: false, expiresAt });
    },
  );

export const readFile = (n: number) =>
  command(
    `read(${n})`,
    (model) => model.files.length > 0,
    async (model, real) => {
      const file = pick(model.files, n);
      const answer = await real.c.http.get(`/v1/files/${file.id}`);
      const expired = model.now >= file.expiresAt;
      if (file.deleted) demand(real, 'FIL-14', !answer.ok, `a deleted file answered ${answer.toString()}`);
      else if (expired) demand(real, 'FIL-16', !answer.ok, `an expired file answered ${answer.toString()}`);
      else
        demand(
          real,
          'FIL-12',
          answer.field('size_bytes') === file.size,
          `a file answered ${answer.toString()}`,
        );
    },
  );

const lives = (file: Model['files'][number], { now }: Model) => !file.deleted && now < file.expiresAt;

export const deleteFile = (n: number) =>
  command(
    `delete(${n})`,
    (model) => model.files.some((file) => lives(file, model)),
    async (model, real) => {
      const file = pick(
        model.files.filter((one) => lives(one, model)),
        n,
      );
      const answer = await real.c.http.delete(`/v1/files/${file.id}`);
      demand(real, 'FIL-13', answer.status === 204, `a delete answered ${answer.toString()}`);
      file.deleted = true;
    },
  );

export const mintToken = (expiresIn = 3600) =>
  command(
    `mint(${expiresIn})`,
    () => true,
    async (model, real) => {
      const answer = await mint(real.c, { expiresIn });
      const key = answer.field('apiKey');
      demand(real, 'TOK-03', answer.ok && typeof key === 'string', `a mint answered ${answer.status}`);
      demand(real, 'TOK-30', !model.tokens.some((token) => token.key === key), 'a mint gave a key again');
      model.tokens.push({ key: String(key), expiresAt: model.now + expiresIn * 1000 });
    },
  );

export const mintWithToken = (n: number) =>
  command(
    `mint-with-token(${n})`,
    (model) => model.tokens.some((token) => model.now < token.expiresAt),
    async (model, real) => {
      const valid = model.tokens.filter((token) => model.now < token.expiresAt);
      const answer = await mint(real.c, {}, pick(valid, n).key);
      demand(real, 'TOK-22', answer.status === 403, `a token that mints was answered ${answer.status}`);
    },
  );

/** Reads the quota with a token: answered before it expires, refused after. */
export const useToken = (n: number) =>
  command(
    `use-token(${n})`,
    (model) => model.tokens.length > 0,
    async (model, real) => {
      const token = pick(model.tokens, n);
      const answer = await real.c.http.get('/v1/realtime/quota', { key: token.key });
      if (model.now < token.expiresAt)
        demand(real, 'TOK-29', answer.ok, `a token in its time was answered ${answer.toString()}`);
      else demand(real, 'TOK-28', answer.status === 401, `an expired token was answered ${answer.status}`);
    },
  );

/** Advances time: by the given span on a mock server, by a moment elsewhere. */
async function pass(ms: number, model: Model, { c }: Real): Promise<void> {
  await c.wait(c.target.control ? ms : Math.min(ms, 200));
  if (c.target.control) model.now += ms;
}

export const letTimePass = (ms: number) =>
  command(
    `wait(${ms})`,
    () => true,
    (model, real) => pass(ms, model, real),
  );

/** Polls the newest job to its end. */
export const settle = () =>
  command(
    'settle',
    (model) => model.jobs.length > 0,
    async (model, real) => {
      const job = model.jobs.at(-1);
      for (let polls = 0; job && job.rank < 2 && polls < 330; polls++) {
        await pollJob(model.jobs.length - 1).run(model, real);
        if (job.rank < 2) await pass(2000, model, real);
      }
    },
  );
