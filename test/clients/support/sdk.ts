import { readFileSync } from 'node:fs';

/** What the tests use of an SDK; the four versions differ in their types but not in this. */
export interface SdkClient {
  readonly process: (options: object) => Promise<Blob>;
  readonly queue: {
    readonly submit: (options: object) => Promise<JobView>;
    readonly status: (jobId: string) => Promise<JobView>;
    readonly result: (jobId: string) => Promise<Blob>;
    readonly submitAndPoll: (options: object) => Promise<JobView & { data?: Blob; error?: string }>;
  };
  readonly tokens: { readonly create: (options?: object) => Promise<TokenView> };
  readonly files?: {
    readonly upload: (file: Blob, options?: object) => Promise<FileView>;
    readonly get: (id: string) => Promise<FileView>;
    readonly delete: (id: string) => Promise<void>;
  };
}

export interface JobView {
  readonly job_id: string;
  readonly status: string;
}

export interface TokenView {
  readonly apiKey: string;
  readonly expiresAt: string;
  readonly token?: string;
  readonly permissions?: object;
  readonly constraints?: object;
}

export interface FileView {
  readonly id: string;
  readonly filename: string | null;
  readonly mime_type: string;
  readonly size_bytes: number;
  readonly created_at: string;
  readonly expires_at: string | null;
}

export interface SdkModel {
  readonly name: string;
  readonly urlPath: string;
  readonly queueUrlPath: string;
  readonly inputSchema: object;
}

interface SdkModule {
  readonly createDecartClient: (options: object) => SdkClient;
  readonly models: {
    readonly video: (name: string) => SdkModel;
    readonly image: (name: string) => SdkModel;
  };
}

/** A published version, what its registry holds, and what is particular about it. */
export interface SdkVersion {
  readonly version: string;
  /** A day on which the API served all that this version knows. */
  readonly asOf: string;
  readonly videos: readonly string[];
  readonly images: readonly string[];
  /** A video model that takes a prompt and a clip. */
  readonly clip: string;
  readonly image: string;
  /** A name this day's API has retired. */
  readonly retired: { readonly name: string; readonly surface: 'queue' | 'process' };
  readonly takesTokenOptions: boolean;
  /** The mint answer has a JWT beside the key: since 23 June 2026. */
  readonly getsJwt: boolean;
  readonly hasFiles: boolean;
  /** Of an error body of process and queue, shows only a `detail` that is text. */
  readonly showsDetailOnly: boolean;
  readonly resultNamesJob: boolean;
  readonly load: () => Promise<SdkModule>;
}

const edits = ['lucy-clip', 'lucy-2.1', 'lucy-restyle-2', 'lucy-vton-2'];
const latest = ['lucy-latest', 'lucy-vton-latest', 'lucy-restyle-latest', 'lucy-clip-latest'];
const deprecated = ['lucy-2.1-vton-2', 'lucy-pro-v2v', 'lucy-restyle-v2v'];
const images = ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'];
const modern = {
  images,
  clip: 'lucy-2.1',
  image: 'lucy-image-2',
  takesTokenOptions: true,
  getsJwt: true,
  hasFiles: true,
  resultNamesJob: true,
};

/** Registries: facts, sdk-javascript.md 2.3. */
export const sdkVersions: readonly SdkVersion[] = [
  {
    version: '0.0.46',
    asOf: '2026-02-11',
    videos: [
      'lucy-dev-i2v',
      'lucy-pro-t2v',
      'lucy-pro-i2v',
      'lucy-pro-v2v',
      'lucy-pro-flf2v',
      'lucy-motion',
      'lucy-fast-v2v',
      'lucy-restyle-v2v',
    ],
    images: ['lucy-pro-t2i', 'lucy-pro-i2i'],
    clip: 'lucy-pro-v2v',
    image: 'lucy-pro-i2i',
    retired: { name: 'lucy-dev-v2v', surface: 'process' },
    takesTokenOptions: false,
    getsJwt: false,
    hasFiles: false,
    showsDetailOnly: false,
    resultNamesJob: false,
    load: () => import('sdk-0.0.46') as unknown as Promise<SdkModule>,
  },
  {
    ...modern,
    version: '0.1.3',
    asOf: '2026-05-31',
    getsJwt: false,
    videos: [...edits, ...latest, ...deprecated, 'lucy-2.1-vton', 'lucy-vton'],
    retired: { name: 'lucy-motion', surface: 'queue' },
    showsDetailOnly: false,
    load: () => import('sdk-0.1.3') as unknown as Promise<SdkModule>,
  },
  {
    ...modern,
    version: '0.1.14',
    asOf: '2026-07-15',
    videos: [...edits, ...latest, ...deprecated, 'lucy-vton-3', 'lucy-2.5'],
    retired: { name: 'lucy-2.1-vton', surface: 'queue' },
    showsDetailOnly: false,
    load: () => import('sdk-0.1.14') as unknown as Promise<SdkModule>,
  },
  {
    ...modern,
    version: '0.1.20',
    asOf: '2026-09-01',
    videos: [...edits, ...latest, ...deprecated, 'lucy-vton-3', 'lucy-vton-3.5', 'lucy-2.5'],
    clip: 'lucy-2.5',
    retired: { name: 'lucy-2.1-vton', surface: 'queue' },
    showsDetailOnly: true,
    load: () => import('sdk-0.1.20') as unknown as Promise<SdkModule>,
  },
];

const bytes = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)));

export const videoBytes = bytes('input.mp4');
export const imageBytes = bytes('input.png');
export const video = new Blob([videoBytes], { type: 'video/mp4' });
export const image = new Blob([imageBytes], { type: 'image/png' });

/** Inputs that fit a model of that name. */
export function inputsFor(name: string, prompt = 'a quiet street'): Record<string, unknown> {
  if (/t2[vi]$/.test(name)) return { prompt };
  if (name.endsWith('flf2v')) return { prompt, start: image, end: image };
  if (name.startsWith('lucy-motion'))
    return {
      data: image,
      trajectory: [
        { frame: 0, x: 0, y: 0.5 },
        { frame: 24, x: 1, y: 0.5 },
      ],
    };
  return { prompt, data: /i2[vi]$|image/.test(name) ? image : video };
}

/** A definition for a name the registry does not hold; the SDK takes it for one of its own. */
export function customModel(like: SdkModel, name: string): SdkModel {
  return { ...like, name, urlPath: `/v1/generate/${name}`, queueUrlPath: `/v1/jobs/${name}` };
}

/** First bytes of a result, for telling what it is. */
export async function kindOf(result: Blob): Promise<'mp4' | 'png' | 'unknown'> {
  const head = Buffer.from(await result.slice(0, 12).arrayBuffer());
  if (head.toString('latin1', 4, 8) === 'ftyp') return 'mp4';
  return head.toString('latin1', 1, 4) === 'PNG' ? 'png' : 'unknown';
}
