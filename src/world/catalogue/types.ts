import type { Evidence } from '../../contract/evidence.js';
import type { FormFamily } from '../../contract/validation/form-families.js';

/** Where a model is served: `POST /v1/jobs/x`, `POST /v1/generate/x`, `/v1/stream?model=x`, `/router/lipsync/ws`. */
export type Surface = 'queue' | 'process' | 'realtime' | 'lipsync';

/** The form of a model's jobs. */
export type InputFamily = Exclude<FormFamily, 'file'>;

/** A day as `YYYY-MM-DD`; it begins at midnight UTC. */
export type IsoDate = string;

/** Evidence and source of a fact. */
export interface Fact {
  readonly evidence: Evidence;
  readonly source: string;
}

/** A fact with the day on which it starts or ends. */
export interface Dated extends Fact {
  readonly on: IsoDate;
}

/** A period in which a surface serves a model. */
export interface Period {
  readonly from: Dated;
  readonly until?: Dated;
  /**
   * How the name answers after `until`: `retired` (410, close 1008; the default), or `withdrawn`, as if it had never
   * existed (405, 404).
   */
  readonly ending?: 'retired' | 'withdrawn';
}

/** Pixels and frames per second, landscape; a portrait input gets them swapped. Images ignore `fps`. */
export interface MediaFormat {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** US dollars per generated second, or per image. */
export interface Price extends Fact {
  readonly per: 'second' | 'image';
  readonly dollars: number;
  /** With `speed=fast`, if the model has it. */
  readonly fast?: number;
  /** Price of the smaller size, if it differs. */
  readonly at480p?: number;
}

/** A model on one surface. */
export interface ServedModel {
  /** In order, not overlapping. */
  readonly periods: readonly Period[];
  /** In force since the last entry of `earlier`. */
  readonly format: MediaFormat & Fact;
  /** Earlier formats, oldest first. */
  readonly earlier?: readonly (MediaFormat & { readonly until: IsoDate })[];
  /** Further landscape shapes of the output; the one nearest to the input is used. */
  readonly shapes?: readonly { readonly width: number; readonly height: number }[];
  /** `720p` stands for `format`, whatever its height. */
  readonly resolutions: readonly Size[];
  readonly price: Price;
  /** From then on `speed=fast` has an effect. */
  readonly fastFrom?: Dated;
  readonly promptLimit?: PromptLimit;
  /** The output has `format` for every input: it never turns. */
  readonly fixedSize?: Fact;
  /** Longest result in seconds. A longer upload is cut there; that it is not refused is inferred. */
  readonly cutAt?: Fact & { readonly seconds: number };
  /** Longest upload in seconds. What happens to longer ones is not known, and nothing here. */
  readonly longestUpload?: Fact & { readonly seconds: number };
}

/** Longest prompt. Tokens are estimated: see `estimateTokens`. */
export interface PromptLimit extends Fact {
  readonly most: number;
  readonly unit: 'characters' | 'tokens';
  /** In force from then on; default always. */
  readonly from?: Dated;
  readonly until?: IsoDate;
}

export type Size = '480p' | '720p' | '1080p';

/** Another spelling of a model. */
export interface OtherName {
  readonly name: string;
  readonly from: Dated;
  /** From then on the name is unknown. */
  readonly until?: Dated;
  /** The only surface with this name; default all surfaces of the model. */
  readonly only?: Surface;
  /** From then on the SDKs warn about it. */
  readonly deprecated?: Dated;
}

export interface ModelSpec {
  /** The canonical name. */
  readonly name: string;
  /** When the canonical name was introduced, if the model is older. */
  readonly named?: Dated;
  /** Absent: realtime only, no form. */
  readonly family?: InputFamily;
  readonly output: 'video' | 'image';
  readonly surfaces: Readonly<Partial<Record<Surface, ServedModel>>>;
  readonly otherNames?: readonly OtherName[];
  /** Model to use after its retirement. */
  readonly replacement?: string;
  /** The client sends audio or an image, but no video. */
  readonly liveAvatar?: true;
  /** In no public documentation. */
  readonly private?: true;
  readonly note?: string;
}

/** A name that the server resolves to the newest model of a line. */
export interface LatestAlias {
  readonly name: string;
  /** Oldest first; the last one has no end. `disputed`: what other sources say. */
  readonly targets: readonly (Dated & { readonly model: string; readonly disputed?: string })[];
}

/** A WebSocket path besides `/v1/stream`, used for a time. */
export interface RealtimePath {
  readonly path: string;
  readonly from: Dated;
  readonly until?: Dated;
  /** The only model it serves; absent when it serves several. */
  readonly model?: string;
  readonly note: string;
}

/** The data of the catalogue. */
export interface CatalogueData {
  readonly models: readonly ModelSpec[];
  readonly latest: readonly LatestAlias[];
  readonly paths: readonly RealtimePath[];
}

/** How a name resolves on a surface at a time. */
export type Resolution =
  | {
      readonly state: 'served';
      readonly requested: string;
      readonly surface: Surface;
      readonly model: ModelSpec;
      readonly via: 'canonical' | 'alias' | 'latest';
      /** `model.surfaces[surface]`. */
      readonly served: ServedModel;
      /** The format at that time. */
      readonly format: MediaFormat;
      readonly deprecated?: { readonly replacement: string };
    }
  | {
      readonly state: 'retired';
      readonly requested: string;
      readonly model: string;
      /** Epoch ms. */
      readonly retiredOn: number;
      readonly replacement?: string;
    }
  | { readonly state: 'unknown'; readonly requested: string };

/** A name that is served on a surface at a time. */
export type ServedResolution = Extract<Resolution, { state: 'served' }>;
