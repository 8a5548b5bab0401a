import type { Evidence } from '../../../contract/evidence.js';
import type { Dated, MediaFormat, IsoDate, Period, Price, Size } from '../types.js';

/** Shorthand for the data files. */
export const on = (day: IsoDate, evidence: Evidence, source: string): Dated => ({
  on: day,
  evidence,
  source,
});

export const served = (from: Dated, until?: Dated, ending?: 'retired' | 'withdrawn'): Period => ({
  from,
  ...(until && { until }),
  ...(ending && { ending }),
});

/** Size and rate as the SDKs list them. */
export const sdkFormat = (width: number, height: number, fps: number) =>
  ({ width, height, fps, evidence: 'sdk', source: 'SDK registries' }) as const;

export const guessedFormat = (width: number, height: number, fps: number, source: string) =>
  ({ width, height, fps, evidence: 'inferred', source }) as const;

export const before = (
  until: IsoDate,
  width: number,
  height: number,
  fps: number,
): MediaFormat & { until: IsoDate } => ({
  until,
  width,
  height,
  fps,
});

const pricing = 'pricing page, captured 2026-08-01';

export const perSecond = (dollars: number, more: { fast?: number } = {}): Price => ({
  per: 'second',
  dollars,
  ...more,
  evidence: 'documented',
  source: pricing,
});

/** For models that are in no price list that we have. */
export const guessedPrice = (
  per: 'second' | 'image',
  dollars: number,
  as: string,
  more: { fast?: number } = {},
): Price => ({
  per,
  dollars,
  ...more,
  evidence: 'inferred',
  source: `in no price list; as ${as}`,
});

export const only720p: readonly Size[] = ['720p'];
/** Tested by the SDK with lucy-2.1 alone; that the others do it is inferred. The parameter is of 2026-05-18. */
export const upTo1080p: readonly Size[] = ['720p', '1080p'];

// Days that several entries share.
export const FIRST_SDK = on('2025-09-30', 'sdk', 'JS SDK 0.0.1');
/** JS SDK 0.0.18 has no queue path and 0.0.20 has; the docs date the move to November. */
export const QUEUE_OPENS = on(
  '2025-11-26',
  'inferred',
  'between JS SDK 0.0.18 and 0.0.20; queue migration page',
);
/** The synchronous route took videos until an unknown day. */
export const SYNC_VIDEO_ENDS = on(
  '2026-03-26',
  'inferred',
  'absent from the OpenAPI of August 2026; day guessed',
);
export const CANONICAL_NAMES = on('2026-04-07', 'sdk', 'JS SDK 0.0.59: canonical names and -latest');
/** From here on the server resamples what it gets, and every realtime model runs at 30. */
export const RESAMPLING = '2026-05-19';
/** Python SDK 0.2.3 is younger than 0.2.2 (2026-10-12) and not younger than 0.2.4, whose day is known. */
export const PYTHON_0_2_3 = on(
  '2026-10-25',
  'sdk',
  'PyPI decart 0.2.3, after 2026-10-12 and by 2026-10-25: the last possible day',
);
export const OPENAPI_AUGUST = on('2026-08-01', 'inferred', 'only in the OpenAPI of August 2026; day guessed');

/** When the SDKs dropped the models of the first generation. */
export const FIRST_GENERATION_ENDS = on(
  '2026-03-26',
  'sdk',
  'JS SDK 0.0.57, following a change of the platform',
);
export const MAY_RETIREMENT = on('2026-05-10', 'sdk', 'SDKs dropped it as retired on 10 and 11 May');

/** JS clients refused longer prompts for videos until June 2026; for images clients still do. */
export const videoPromptLimit = {
  most: 1000,
  unit: 'characters',
  until: '2026-06-03',
  evidence: 'sdk',
  source: 'client-side rule until JS SDK 0.1.4; PyPI decart 0.2.4 still has it',
} as const;
export const imagePromptLimit = {
  most: 1000,
  unit: 'characters',
  evidence: 'sdk',
  source: 'client-side rule',
} as const;
