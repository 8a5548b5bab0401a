import type { Family } from './install.js';

/** A published SDK version and its release date, which selects the catalogue it was made for. */
export interface PublishedSdk {
  family: Family;
  version: string;
  /** Day of its release. From its tag, or, for the newest ones, from the registry. */
  date: string;
}

/** The versions of the compatibility matrix. */
export const published: readonly PublishedSdk[] = [
  { family: 'js', version: '0.0.27', date: '2025-12-20' },
  { family: 'js', version: '0.0.41', date: '2026-02-01' },
  { family: 'js', version: '0.0.46', date: '2026-02-10' },
  { family: 'js', version: '0.1.3', date: '2026-05-31' },
  { family: 'js', version: '0.1.6', date: '2026-06-15' },
  { family: 'js', version: '0.1.14', date: '2026-07-12' },
  { family: 'js', version: '0.1.20', date: '2026-08-10' },
  { family: 'python', version: '0.0.37', date: '2026-05-07' },
  { family: 'python', version: 'latest', date: 'today' },
];
