import type { Run } from '../engine/run.js';

/** Workflow commands that make GitHub show each red check. */
export function githubAnnotations(run: Run): string[] {
  const red = run.results.flatMap((result) =>
    result.checks
      .filter((check) => check.red)
      .map((check) => command(`${result.id} ${check.requirement}`, `${check.title} ${check.message ?? ''}`)),
  );
  return [...red, ...run.problems.map((problem) => command('baseline', problem.message))];
}

const command = (title: string, message: string) =>
  `::error title=${escape(title).replaceAll(',', '%2C').replaceAll(':', '%3A')}::${escape(message)}`;

const escape = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
