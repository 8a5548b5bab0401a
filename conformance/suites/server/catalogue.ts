/**
 * Model names of the OpenAPI document of August 2026, with the later changes of the changelog.
 * A name in `routes` may have been retired since: then it answers 410, and is still a route.
 */
export const canonicalVideo = ['lucy-2.5', 'lucy-2.1', 'lucy-restyle-2', 'lucy-clip'] as const;

export const submitRoutes = [
  ...['lucy-clip', 'lucy-pro-v2v', 'lucy-clip-latest'],
  ...['lucy-restyle-2', 'mirage_v2', 'lucy-restyle-v2v', 'lucy-restyle-latest'],
  ...['lucy-2.5', 'lucy-2-5', 'lucy_2_5', 'lucy-latest'],
  ...[
    'lucy-2.1',
    'lucy_2_rt_preview',
    'lucy-2',
    'lucy_2',
    'lucy_2_rt',
    'lucy-2-v2v',
    'lucy_2_v2v',
    'lucy_v2v_14b_rt',
  ],
  ...['lucy-2.1-vton', 'lucy-2.viton', 'lucy-2.1.viton', 'lucy-vton', 'lucy-vton-2', 'lucy-2.1-vton-2'],
  ...['lucy-vton-3', 'lucy-2.1-vton-3', 'lucy-vton-latest', 'lucy-vton-3.5', 'lucy-vton-3-5'],
  ...['lucy-vton-3.5-4-3', 'lucy-vton-3-5-4-3', 'lucy-vton-3.5-1-1', 'lucy-vton-3-5-1-1'],
] as const;

export const imageRoutes = ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i', 'lucy_pro_i2i'] as const;

/** Retired in June 2026; the answer was observed live. */
export const retired = 'lucy-2.1-vton';

/** A name that was never a model. */
export const unknownModel = 'lucy-never-existed-9';
