/**
 * What each kind of submit and upload takes: one plain table, so that a server can validate a form without
 * loading a schema library. Field order is the order the API declares, which is the order of its 422 items.
 *
 * Source: the API's own OpenAPI document of August 2026 for clip, restyle, edit, robot, image and file; the
 * SDKs of their day for the retired families (their forms were never published in a document that survives).
 */

interface FieldBase {
  readonly name: string;
  readonly required?: true;
  /** An explicit `null` default: the field may be given as nothing. */
  readonly nullable?: true;
}

export type FormField =
  | (FieldBase & { readonly kind: 'string'; readonly default?: string })
  | (FieldBase & { readonly kind: 'integer'; readonly ge: number; readonly le: number })
  | (FieldBase & { readonly kind: 'boolean'; readonly default: boolean })
  | (FieldBase & { readonly kind: 'enum'; readonly values: readonly string[]; readonly default: string })
  | (FieldBase & { readonly kind: 'file' })
  /** A list of {frame, x, y}, written as JSON or as a Python literal. */
  | (FieldBase & { readonly kind: 'trajectory'; readonly minItems: number; readonly maxItems: number })
  /** Seconds to live as decimal text, or the word `persistent`. */
  | (FieldBase & { readonly kind: 'ttl'; readonly ge: number; readonly le: number });

const data: FormField = { name: 'data', kind: 'file', required: true };
const prompt: FormField = { name: 'prompt', kind: 'string', required: true };
const referenceImage: FormField = { name: 'reference_image', kind: 'file', nullable: true };
/** Without a seed the server picks one; the bounds are those of an unsigned 32-bit number. */
const seed: FormField = { name: 'seed', kind: 'integer', ge: 0, le: 4_294_967_295 };
const only720p: FormField = { name: 'resolution', kind: 'enum', values: ['720p'], default: '720p' };
const resolution: FormField = { name: 'resolution', kind: 'enum', values: ['720p', '480p'], default: '720p' };
const enhancePrompt: FormField = { name: 'enhance_prompt', kind: 'boolean', default: true };

const edit: readonly FormField[] = [
  data,
  { name: 'prompt', kind: 'string', default: '' },
  referenceImage,
  seed,
  only720p,
  enhancePrompt,
];

const fromText: readonly FormField[] = [
  prompt,
  seed,
  resolution,
  { name: 'orientation', kind: 'string', nullable: true },
];

export const formFamilies = {
  /** lucy-clip and its aliases. */
  clip: [prompt, data, referenceImage, seed, only720p, enhancePrompt],
  /** lucy-restyle-2 and its aliases: prompt or picture, see `validateForm`. */
  restyle: [
    { name: 'prompt', kind: 'string', nullable: true },
    data,
    referenceImage,
    seed,
    only720p,
    enhancePrompt,
  ],
  /** lucy-2.5 and its aliases. */
  'edit-2.5': [...edit, { name: 'self_anchor', kind: 'boolean', default: true }],
  /** lucy-2.1 and its aliases, and every virtual try-on model. */
  'edit-2.1': edit,
  /** lucy-robot-720p and the two private robot models. */
  robot: [prompt, data, seed, only720p, { name: 'enhance_prompt', kind: 'boolean', default: false }],
  /** lucy-image-2 and its aliases, synchronous and as a job. */
  image: [prompt, data, referenceImage, seed, resolution, enhancePrompt],
  /** lucy-motion, retired: a picture set in motion along a path. */
  motion: [
    data,
    { name: 'trajectory', kind: 'trajectory', required: true, minItems: 2, maxItems: 1000 },
    seed,
    only720p,
  ],
  /** lucy-pro-t2v, retired. */
  'text-to-video': fromText,
  /** lucy-pro-t2i, retired. */
  'text-to-image': fromText,
  /** lucy-pro-i2v, retired. */
  'image-to-video': [prompt, data, seed, resolution],
  /** lucy-dev-i2v, retired: as lucy-pro-i2v in one size. */
  'image-to-video-720p': [prompt, data, seed, only720p],
  /** lucy-pro-flf2v, retired: a clip between a first and a last frame. */
  'frames-to-video': [
    prompt,
    { name: 'start', kind: 'file', required: true },
    { name: 'end', kind: 'file', required: true },
    seed,
    resolution,
  ],
  /** lucy-fast-v2v and lucy-dev-v2v, retired: a clip without reference picture. */
  'video-to-video': [prompt, data, seed, only720p, enhancePrompt],
  /** POST /v1/files. */
  file: [
    { name: 'file', kind: 'file', required: true },
    { name: 'ttl_seconds', kind: 'ttl', nullable: true, ge: 60, le: 2_592_000 },
  ],
} as const satisfies Record<string, readonly FormField[]>;

/** Which form a route takes. */
export type FormFamily = keyof typeof formFamilies;
