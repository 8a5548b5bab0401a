import { clip } from '../fixtures/media.js';

/** Size of the clip in each submit. */
export const bytes = clip().length;

/** Cost of n jobs on the one-second clip. */
export const jobs = (n: number) =>
  ({ effects: 'creates-ephemeral', cost: { jobs: n, gpuSeconds: n, uploadBytes: n * bytes } }) as const;

/** For cases that poll a job to its end, in real time unless the clock can be moved. */
export const patient = { deadlineMs: 660_000 } as const;

/** The id of a job that does not exist. */
export const unknownJob = '00000000-0000-4000-8000-000000000000';
