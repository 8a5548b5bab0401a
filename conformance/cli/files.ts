import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseBaseline, type BaselineEntry } from '../engine/baseline.js';
import { fileProblem } from '../engine/file-problem.js';
import { UsageError } from '../engine/filter.js';
import type { Run } from '../engine/run.js';
import { parseReport } from '../report/json.js';

/** The text of a file. Throws UsageError. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Cannot read ${file}: ${fileProblem(cause)}.`, { cause });
  }
}

/** Writes a file, and its folder if missing. Throws UsageError. */
export function writeText(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (cause) {
    throw new UsageError(`Cannot write ${file}: ${fileProblem(cause)}.`, { cause });
  }
}

/** The known failures in a file; none when no file is named. Throws UsageError. */
export function readBaseline(file: string | undefined): BaselineEntry[] {
  if (file === undefined) return [];
  if (!existsSync(file))
    throw new UsageError(
      `There is no baseline ${file}. Make it from a report: --report json=r.json, then conformance baseline --update ${file} --from r.json.`,
    );
  return parseBaseline(readText(file));
}

/** A JSON report. Throws UsageError. */
export function readReport(file: string): Run {
  const text = readText(file);
  try {
    return parseReport(text);
  } catch (cause) {
    throw new UsageError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
