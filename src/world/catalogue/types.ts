import type { Evidence } from '../../contract/evidence.js';
import type { FormFamily } from '../../contract/validation/form-families.js';

/** Where a model can be asked for: `POST /v1/jobs/x`, `POST /v1/generate/x`, `/v1/stream?model=x`. */
export type Surface = 'queue' | 'process' | 'realtime';

/** The form a model's jobs take. */
export type InputFamily = Exclude<FormFamily, 'file'>;

/** A day as `YYYY-MM-DD`; it begins at midnight UTC. */
export type IsoDate = string;

/** How well something is known, and from where. */
export interface Fact {
  readonly evidence: Evidence;
  readonly source: string;
}

/** Something that began or ended on a day. */
export interface Dated extends Fact {
  readonly on: IsoDate;
}

/** One stretch in which a surface serves a model. */
export interface Period {
  readonly from: Dated;
  readonly until?: Dated;
  /**
   * What the name answers after `until`: `retired` (410, close 1008; the default), or `withdrawn` as if it had
   * never been (405, 404).
   */
  readonly ending?: 'retired' | 'withdrawn';
}

/** Pixels and frames per second, landscape: a portrait input gets the same, turned. `fps` means nothing for images. */
export interface MediaFormat {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** US dollars per generated second, or per image. */
export interface Price extends Fact {
  readonly per: 'second' | 'image';
  readonly dollars: number;
  /** With `speed=fast`, where the model has it. */
  readonly fast?: number;
  /** Where a smaller picture costs less. */
  readonly at480p?: number;
}

/** A model on one surface. */
export interface ServedModel {
  /** In order, apart from each other. */
  readonly periods: readonly Period[];
  /** Since the last entry of `earlier`. */
  readonly format: MediaFormat & Fact;
  /** What the format was before that; oldest first. */
  readonly earlier?: readonly (MediaFormat & { readonly until: IsoDate })[];
  /** Further landscape shapes it can answer in; the nearest to the input is taken. */
  readonly shapes?: readonly { readonly width: number; readonly height: number }[];
  /** `720p` stands for `format`, whatever its height. */
  readonly resolutions: readonly Size[];
  readonly price: Price;
  /** Since when `speed=fast` makes a difference. */
  readonly fastFrom?: Dated;
  /** Longest prompt in characters. */
  readonly promptLimit?: Fact & { readonly characters: number; readonly until?: IsoDate };
  /** Longest input in seconds that the docs promise to take. */
  readonly maxInputSeconds?: number;
}

export type Size = '480p' | '720p' | '1080p';

/** Another spelling of a model. */
export interface OtherName {
  readonly name: string;
  readonly from: Dated;
  /** From then on the spelling is unknown. */
  readonly until?: Dated;
  /** Only there; otherwise wherever the model is. */
  readonly only?: Surface;
  /** Since when the SDKs warn about it. */
  readonly deprecated?: Dated;
}

export interface ModelSpec {
  /** The canonical name. */
  readonly name: string;
  /** When the canonical name came, if the model is older. */
  readonly named?: Dated;
  /** Absent: realtime only, no form. */
  readonly family?: InputFamily;
  readonly output: 'video' | 'image';
  readonly surfaces: Readonly<Partial<Record<Surface, ServedModel>>>;
  readonly otherNames?: readonly OtherName[];
  /** What to use once it is retired. */
  readonly replacement?: string;
  /** The client sends sound or a picture, no video, and only receives. */
  readonly liveAvatar?: true;
  /** Not in any documentation. */
  readonly private?: true;
  readonly note?: string;
}

/** A name that the server points at the newest model of a line. */
export interface LatestAlias {
  readonly name: string;
  /** Oldest first; the last one holds for good. */
  readonly targets: readonly (Dated & { readonly model: string })[];
}

/** A socket path besides `/v1/stream`, each a detour of its time. */
export interface RealtimePath {
  readonly path: string;
  readonly from: Dated;
  readonly until?: Dated;
  /** The one model it serves; absent when it is no model of this catalogue. */
  readonly model?: string;
  readonly note: string;
}

/** Everything the catalogue knows. */
export interface CatalogueData {
  readonly models: readonly ModelSpec[];
  readonly latest: readonly LatestAlias[];
  readonly paths: readonly RealtimePath[];
}

/** A name that is served on a surface at a time. */
export type Served = Extract<Resolution, { state: 'served' }>;

/** What a name means on a surface at a time. */
export type Resolution =
  | {
      readonly state: 'served';
      readonly requested: string;
      readonly surface: Surface;
      readonly model: ModelSpec;
      readonly via: 'canonical' | 'alias' | 'latest';
      /** `model.surfaces[surface]`. */
      readonly served: ServedModel;
      /** At that time. */
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
