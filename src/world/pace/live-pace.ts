import type { Duration } from '../random/draw-duration.js';

/** How long one step takes on the live service. Times in ms. */
export interface PaceRow {
  /** From where to where, for the page. */
  readonly span: string;
  readonly usual: Duration;
  /** One draw in `oneIn` takes this long instead. */
  readonly slow?: { readonly oneIn: number; readonly time: Duration };
  /** `observed`: measured on the live service; `inferred`: our choice. */
  readonly grade: 'observed' | 'inferred';
  readonly source: string;
}

const TRY_ON =
  'working notes of a public try-on application (PEAR), lucy-vton-3.5 with SDK 0.1, 1 to 4 October 2026';

/** The table behind `pace: 'live'`; docs/reference/generated/live-pace.md shows it. */
export const livePace = {
  connect: {
    span: 'a join, or a direct offer, until the client gets its room, or its answer',
    usual: { uniform: [2_300, 3_300] },
    grade: 'observed',
    source:
      'notes of a public application (Miko) with SDK 0.2.0, 15 September 2026: connected after 2.8 to 3.8 s, less the 0.5 s that a client needs for the room',
  },
  firstFrame: {
    span: 'the end of the row above until the first frame leaves',
    usual: { uniform: [2_000, 4_700] },
    grade: 'observed',
    source: `${TRY_ON}: 4.3 to 8 s from connecting to the first picture, less the row above`,
  },
  newImageAck: {
    span: '`set_image` with a picture that the session has not had, until its ack',
    usual: { uniform: [400, 900] },
    slow: { oneIn: 7, time: { uniform: [1_300, 2_900] } },
    grade: 'observed',
    source: TRY_ON,
  },
  knownImageAck: {
    span: '`set_image` with a picture that the session has had, until its ack',
    usual: { uniform: [130, 340] },
    grade: 'observed',
    source: `${TRY_ON}; another product in them saw 320 to 740 ms`,
  },
  promptAck: {
    span: '`prompt`, or `set_image` without a picture, until its ack',
    usual: { uniform: [130, 340] },
    grade: 'inferred',
    source: 'as a known picture: nothing has to be fetched or decoded',
  },
  change: {
    span: 'an ack until the output shows the change',
    usual: 480,
    grade: 'observed',
    source: TRY_ON,
  },
  latency: {
    span: 'a frame of the camera until it is drawn',
    usual: 850,
    grade: 'observed',
    source: `${TRY_ON}: the output lags the camera by about 0.95 s, less the way through the mock and a browser`,
  },
  jobPending: {
    span: 'a submit until the job is `processing`',
    usual: { lognormal: { median: 1_500, sigma: 0.5 } },
    grade: 'inferred',
    source: 'no measurement is public; within the job timeout of 10 minutes',
  },
  jobProcessing: {
    span: '`processing` until the job has completed',
    usual: { lognormal: { median: 20_000, sigma: 0.4 } },
    grade: 'inferred',
    source: 'no measurement is public; within the job timeout of 10 minutes',
  },
} as const satisfies Record<string, PaceRow>;

export type PaceStep = keyof typeof livePace;
