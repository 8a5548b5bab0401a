import type { Difference } from './compare.js';

/** Differences that stay, and why. One that no longer occurs in a script that it names fails the tier. */
export interface Accepted {
  readonly scripts: readonly string[];
  /** `client sees subject` */
  readonly where: RegExp;
  readonly only: Difference['only'];
  readonly event: RegExp;
  readonly reason: string;
}

const withSound = ['participants', 'one connection', 'two connections'];

export const accepted: readonly Accepted[] = [
  {
    scripts: withSound,
    where: /microphone/,
    only: 'real',
    event: /^is published, audio\/red$/,
    reason:
      'livekit-server negotiates RED, Opus with redundancy for lost packets. A local connection loses none.',
  },
  {
    scripts: withSound,
    where: /microphone/,
    only: 'embedded',
    event: /^is published, audio\/opus$/,
    reason: 'The embedded room carries Opus without RED.',
  },
  {
    scripts: ['participants'],
    where: /^service sees listParticipants$/,
    only: 'real',
    event: /audio\/red/,
    reason: 'RED again, in the list of participants.',
  },
  {
    scripts: ['participants'],
    where: /^service sees listParticipants$/,
    only: 'embedded',
    event: /audio\/opus/,
    reason: 'Opus without RED again, in the list of participants.',
  },
  {
    scripts: ['one connection', 'two connections'],
    where: /^browser sees model camera$/,
    only: 'real',
    event: /^frames in VIDEO\/H264$/,
    reason: 'The mock as a LiveKit participant keeps the codec of the first camera in its one track.',
  },
  {
    scripts: ['one connection', 'two connections'],
    where: /^browser sees model camera$/,
    only: 'embedded',
    event: /^frames in VIDEO\/VP9$/,
    reason: 'The embedded model answers each camera in its own codec: it need not encode anew to echo.',
  },
  {
    scripts: ['codecs'],
    where: /^node sees browser camera, av1$/,
    only: 'real',
    event: /^is published, video\/AV1$/,
    reason: 'livekit-server carries AV1.',
  },
  {
    scripts: ['codecs'],
    where: /^node sees browser camera, av1$/,
    only: 'embedded',
    event: /^is published, video\/VP8$/,
    reason: 'The embedded room does not carry AV1: its answer leaves VP8 to the client.',
  },
  {
    scripts: ['codecs'],
    where: /, h265$/,
    only: 'embedded',
    event: /subscribe|frames|is published, video\/VP8/,
    reason:
      'Chromium here has no H.265 encoder. The answer of the embedded room leaves it VP8; with livekit-server it sends nothing.',
  },
];
