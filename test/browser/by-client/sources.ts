/** Public sources of the cells, as docs/reference/generated/evidence.md names them. */

export const js0046 = '@decartai/sdk 0.0.46';
export const js0120 = '@decartai/sdk 0.1.20';
/** npm does not have these versions: their files were read in the public repository. */
export const js02 = 'source and tests of DecartAI/sdk (October 2026, 0.2.x)';
export const python = 'decart 0.2.4 (Python)';
export const retiredReport = 'DecartAI/sdk#178';
export const capRecordings = 'recordings of a public application (luminastream), 2 August 2026';
export const scopeNotes = 'notes of a public project, 23 September 2026';
export const tryOnNotes = 'working notes of a public try-on application (PEAR)';
