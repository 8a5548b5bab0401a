import type { JournalBounds } from '../journal/types.js';
import { getHeapStatistics } from 'node:v8';
import { MAX_FIRED } from '../time/fired-log.js';

/** Bounds of everything that the mock keeps. Figures from the facts carry their source; we chose the rest. */
export interface Limits {
  /** Accounts kept at once, beside those of `keys`; `AccountRegistry.excess` says which one is dropped beyond that. */
  readonly accounts: number;
  readonly jobsPerAccount: number;
  readonly filesPerAccount: number;
  readonly tokensPerAccount: number;
  /** Characters of job prompts, and of token options, kept per account; beyond that, the oldest are dropped. */
  readonly textPerAccount: number;
  /** Bytes of text and metadata that the process keeps, over all accounts; default a quarter of the largest heap. */
  readonly textBytes: number;
  readonly rulesPerAccount: number;
  readonly ticketsPerAccount: number;
  /** Ended realtime sessions kept per account. */
  readonly sessionsKept: number;
  readonly journalEntries: number;
  readonly journalBytes: number;
  /** Recorded bodies are truncated to this many bytes. */
  readonly journalBodyBytes: number;
  /** Largest upload: 200 MB (facts: api.md 1.2). */
  readonly uploadBytes: number;
  /** A larger upload goes to a temporary file. */
  readonly spillBytes: number;
  /** Bytes of all uploads in memory, and of all on disk. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Largest snapshot, measured by the bytes of its uploads. */
  readonly snapshotBytes: number;
  /** How long a finished job is kept; not documented, we chose it. */
  readonly jobRetentionMs: number;
  /** A job that still runs after this fails: 10 minutes (facts: api.md 1.3). */
  readonly jobTimeoutMs: number;
  /**
   * LipSync Live: an incomplete chunk is answered when no picture came for this long. 0: never, as the service did (facts:
   * lipsync-and-avatar.md 1.7); Python's own example then lacks its last pictures.
   */
  readonly lipsyncFlushMs: number;
  /** Timers that one move of the clock fires before it stops with `clock_stopped`. */
  readonly timersPerMove: number;
}

const MiB = 1024 * 1024;
const HOUR = 3_600_000;

export const defaultLimits: Limits = {
  accounts: 10_000,
  jobsPerAccount: 250_000,
  filesPerAccount: 10_000,
  tokensPerAccount: 10_000,
  textPerAccount: 32 * MiB,
  textBytes: Math.floor(getHeapStatistics().heap_size_limit / 4),
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
  lipsyncFlushMs: 500,
  timersPerMove: MAX_FIRED,
};

/** Smallest values with which the mock works; every other limit may be 0. */
export const smallestLimits: Readonly<Partial<Limits>> = {
  accounts: 1,
  jobsPerAccount: 1,
  filesPerAccount: 1,
  tokensPerAccount: 1,
  ticketsPerAccount: 1,
  textBytes: 1,
  uploadBytes: 1,
  jobTimeoutMs: 1,
  timersPerMove: 1,
};

/** The bounds of one journal. */
export const journalBounds = ({ journalEntries, journalBytes, journalBodyBytes }: Limits): JournalBounds => ({
  entries: journalEntries,
  bytes: journalBytes,
  bodyBytes: journalBodyBytes,
});
