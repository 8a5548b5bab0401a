import type { Requirements } from '../engine/requirement.js';
import type { Gate, Score } from './gate.js';
import type { MutantResult } from './kill.js';

export interface Matrix {
  seed: number;
  server: { fates: readonly MutantResult[]; gate: Gate };
  client: { fates: readonly MutantResult[]; gate: Gate };
  reasons: Readonly<Record<string, string>>;
}

/** Mutant by check, in a fixed order, without times or ids of a run. */
export function matrixJson({ seed, server, client, reasons }: Matrix): string {
  const rows = (fates: readonly MutantResult[]) =>
    fates.map(({ id, title, breaks, entails, ran, kills, missed, falseAlarms }) => ({
      id,
      title,
      breaks,
      entails,
      ran,
      kills: distinct(kills),
      missed,
      falseAlarms: distinct(falseAlarms),
    }));
  const side = ({ fates, gate }: Matrix['server']) => ({ ...gate, mutants: rows(fates) });
  return `${JSON.stringify({ seed, reasons, server: side(server), client: side(client) }, null, 2)}\n`;
}

/** The page in docs/. */
export function matrixPage(matrix: Matrix, requirements: Requirements): string {
  return [
    '# Kill matrix',
    '',
    '<!-- Written by `npm run kill-matrix`; do not edit. -->',
    '',
    'Servers and clients that are wrong in one place, and which checks notice. A mutant is killed when a check that',
    'names the broken requirement notices; it is seen precisely when no check of another requirement does. See',
    '[mutants](conformance/mutants.md) for how to read and extend this.',
    '',
    '## Score',
    '',
    '| | mutants | killed | precisely | MUSTs asked | MUSTs killed |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    scoreRow('server suite', matrix.server.gate.score),
    scoreRow('watch', matrix.client.gate.score),
    '',
    '## Survivors',
    '',
    ...(Object.keys(matrix.reasons).length === 0 ? ['None.'] : []),
    ...Object.entries(matrix.reasons).map(([id, reason]) => `- \`${id}\`: ${reason}`),
    '',
    ...[...matrix.server.gate.problems, ...matrix.client.gate.problems].map((problem) => `- **${problem}**`),
    ...table('Wrong servers', matrix.server.fates, requirements),
    ...table('Wrong clients', matrix.client.fates, requirements),
    '',
  ].join('\n');
}

const scoreRow = (name: string, { mutants, killed, precise, musts, mustsKilled }: Score) =>
  `| ${name} | ${mutants} | ${killed} | ${precise} | ${musts} | ${mustsKilled} |`;

function table(title: string, fates: readonly MutantResult[], requirements: Requirements): string[] {
  return [
    '',
    `## ${title}`,
    '',
    '| mutant | what is wrong | breaks | killed by |',
    '| --- | --- | --- | --- |',
    ...fates.map((fate) => {
      const breaks = fate.breaks.map((id) => `${id} ${requirements.get(id)?.level ?? ''}`).join(', ');
      const by = distinct(fate.kills).map(({ by, verdict }) => `${by} (${verdict})`);
      return `| \`${fate.id}\` | ${fate.title} | ${breaks} | ${by.join('<br>') || '**survives**'} |`;
    }),
  ];
}

function distinct(notices: MutantResult['kills']): { requirement: string; by: string; verdict: string }[] {
  const all = new Map(
    notices.map(({ requirement, by, verdict }) => [`${requirement} ${by}`, { requirement, by, verdict }]),
  );
  return [...all.values()];
}
