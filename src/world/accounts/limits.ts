/** Bounds of everything the stand-in keeps. Figures named in the facts carry their source; the rest is ours. */
export interface Limits {
  /** Keys that may come to life before the longest unused one is forgotten. */
  readonly accounts: number;
  readonly jobsPerAccount: number;
  readonly filesPerAccount: number;
  readonly tokensPerAccount: number;
  /** Prompts of an account's jobs, and options of its tokens, in characters: so much of each, then the oldest go. */
  readonly textPerAccount: number;
  readonly rulesPerAccount: number;
  readonly ticketsPerAccount: number;
  /** Ended realtime sessions that can still be looked into. */
  readonly sessionsKept: number;
  readonly journalEntries: number;
  readonly journalBytes: number;
  /** Bytes of a recorded body beyond which it is cut. */
  readonly journalBodyBytes: number;
  /** Largest upload: 200 MB (facts: api.md 1.2). */
  readonly uploadBytes: number;
  /** An upload above this goes to a temporary file. */
  readonly spillBytes: number;
  /** All uploads held in memory, and all on disk. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Largest snapshot: the bytes of all its uploads together. */
  readonly snapshotBytes: number;
  /** How long a finished job can be asked for; not documented, ours. */
  readonly jobRetentionMs: number;
  /** A job that is still running fails after this: 10 minutes (facts: api.md 1.3). */
  readonly jobTimeoutMs: number;
}

const MiB = 1024 * 1024;
const HOUR = 3_600_000;

export const defaultLimits: Limits = {
  accounts: 10_000,
  jobsPerAccount: 250_000,
  filesPerAccount: 10_000,
  tokensPerAccount: 10_000,
  textPerAccount: 32 * MiB,
  rulesPerAccount: 1_000,
  ticketsPerAccount: 10_000,
  sessionsKept: 1_000,
  journalEntries: 2_000,
  journalBytes: 8 * MiB,
  journalBodyBytes: 16 * 1024,
  uploadBytes: 200_000_000,
  spillBytes: 2 * MiB,
  memoryBytes: 256 * MiB,
  diskBytes: 8 * 1024 * MiB,
  snapshotBytes: 64 * MiB,
  jobRetentionMs: 24 * HOUR,
  jobTimeoutMs: 600_000,
};

/** Below these nothing works at all; every other limit may be 0. */
export const smallestLimits: Readonly<Partial<Limits>> = {
  accounts: 1,
  jobsPerAccount: 1,
  filesPerAccount: 1,
  tokensPerAccount: 1,
  ticketsPerAccount: 1,
  uploadBytes: 1,
  jobTimeoutMs: 1,
};
