import type { Requirements } from '../engine/requirement.js';
import type { Run } from '../engine/run.js';
import { consoleReport } from '../report/console.js';
import { githubAnnotations } from '../report/github.js';
import { writeReports, type Output } from '../report/write.js';
import type { CommandIo } from './command-io.js';

/** Prints a run, annotates it on GitHub, sets the exit code and writes the reports. */
export function publish(
  io: CommandIo,
  run: Run,
  requirements: Requirements,
  outputs: readonly Output[],
  code = run.exitCode,
): void {
  io.out(consoleReport(run));
  annotate(io, run);
  io.exitCode = code;
  writeReports(run, requirements, outputs);
}

/** Annotates the red cases, where GitHub Actions runs this. */
export function annotate(io: CommandIo, run: Run): void {
  if (process.env['GITHUB_ACTIONS'] === 'true') for (const line of githubAnnotations(run)) io.out(line);
}
