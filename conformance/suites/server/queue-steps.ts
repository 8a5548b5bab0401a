import { clip } from '../fixtures/media.js';

/** Size of the clip that jobs are submitted with. */
export const bytes = clip().length;

/** Cost of n jobs on the one-second clip. */
export const jobs = (n: number) =>
  ({ effects: 'creates-ephemeral', cost: { jobs: n, gpuSeconds: n, uploadBytes: n * bytes } }) as const;

/** For cases that follow a job to its end, in real time where the clock cannot be moved. */
export const patient = { deadlineMs: 660_000 } as const;

/** The id of a job that nobody has. */
export const unknownJob = '00000000-0000-4000-8000-000000000000';
