import type { ModelNames, Welcome } from './protocol.js';

/**
 * Every model name that an SDK ever accepted, the best first. Cases use the first that the SDK accepts: the leading ones
 * of each list need a prompt and one video or picture. The rest shows which retired names it still accepts.
 */
export const candidates: Required<ModelNames> = {
  video: [
    ...['lucy-2.5', 'lucy-2.1', 'lucy-latest', 'lucy-clip', 'lucy-pro-v2v', 'lucy-fast-v2v', 'lucy-dev-v2v'],
    ...['lucy-2.6', 'lucy-2', 'lucy-2-v2v', 'lucy-clip-latest'],
    ...['lucy-vton-latest', 'lucy-vton-3.6', 'lucy-vton-3.5', 'lucy-vton-3', 'lucy-vton-2', 'lucy-vton'],
    ...['lucy-2.1-vton', 'lucy-2.1-vton-2', 'lucy-restyle-2', 'lucy-restyle-latest', 'lucy-restyle-v2v'],
    ...['lucy-motion', 'lucy-motion-latest'],
    ...['lucy-pro-t2v', 'lucy-pro-i2v', 'lucy-dev-i2v', 'lucy-pro-flf2v'],
  ],
  image: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i', 'lucy-pro-t2i'],
  realtime: [
    ...[
      'lucy-2.5',
      'lucy-2.1',
      'lucy-latest',
      'lucy-2',
      'lucy_2_rt',
      'lucy-restyle-2',
      'mirage_v2',
      'mirage',
    ],
    ...['lucy_v2v_720p_rt', 'live_avatar'],
  ],
};

/** The candidates of a surface that an SDK accepts: all of them where its adapter gives no list. */
export const acceptedModels = ({ models }: Welcome, surface: keyof ModelNames): readonly string[] =>
  (models ?? candidates)[surface] ?? [];
