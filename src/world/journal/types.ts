/** One event as tests look it up later. Holds no secrets: `Journal.add` redacts. */
export interface JournalEntry {
  /** 1, 2, 3 ... in the account. */
  readonly seq: number;
  /** Epoch ms on the account's clock. */
  readonly at: number;
  /** `http` for an exchange, `ws` for a frame, `world` for an event of the account itself. */
  readonly kind: 'http' | 'ws' | 'world';
  /** Name of the operation, as in rules: `jobs.submit`, `realtime.prompt` ... */
  readonly operation: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  /** Code of the error table, when the answer was an error. */
  readonly error?: string;
  /** What to do about it. */
  readonly advice?: string;
  /** Ids of the rules, or names of the magic values, that shaped the answer. */
  readonly rules?: readonly string[];
  readonly model?: string;
  readonly jobId?: string;
  readonly sessionId?: string;
  /** Fields of the request: form fields, JSON body, query; uploads as {filename, mime, size}. */
  readonly request?: unknown;
  readonly response?: unknown;
  /** What the kind adds: direction and type of a frame, stage of a session ... */
  readonly detail?: Readonly<Record<string, unknown>>;
}

type Optional<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/** An entry as it is reported: texts as clients sent them, undefined for what does not apply. */
export type NewJournalEntry = Pick<JournalEntry, 'kind' | 'operation'> &
  Optional<Omit<JournalEntry, 'seq' | 'at' | 'kind' | 'operation'>>;

/** All given fields must match; `path` and `operation` may end in `*`. */
export interface JournalFilter {
  readonly kind?: JournalEntry['kind'];
  readonly operation?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly error?: string;
  readonly jobId?: string;
  readonly sessionId?: string;
  readonly model?: string;
  /** Only entries after this one. */
  readonly afterSeq?: number;
}

export interface JournalBounds {
  readonly entries: number;
  readonly bytes: number;
  /** Bytes kept of one request or response body. */
  readonly bodyBytes: number;
}
