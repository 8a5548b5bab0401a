import type { Arbitrary, default as FastCheck } from 'fast-check';
import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { NoAnswer } from '../../traffic/http.js';
import { CaseAbort } from '../../engine/case-abort.js';
import { clip, picture } from '../fixtures/media.js';
import {
  deleteFile,
  fetchContent,
  letTimePass,
  mintToken,
  mintWithToken,
  pollJob,
  readFile,
  settle,
  submitJob,
  uploadFile,
  useToken,
  Violation,
  type Command,
  type Real,
} from './model-commands.js';

const mostSubmits = 24;

const common = {
  tags: ['model-based'],
  effects: 'deletes-own',
  cost: {
    jobs: mostSubmits,
    gpuSeconds: mostSubmits,
    tokens: 60,
    uploadBytes: mostSubmits * clip().length + 60 * picture().length,
  },
  deadlineMs: 300_000,
} as const;

interface Exploration {
  requires: readonly string[];
  /** A sequence that exercises every requirement, so that none depends on the seed. */
  tour: Command[];
  commands: (fc: typeof FastCheck) => Arbitrary<Command>[];
}

/** Runs random sequences against the model. A broken requirement is reported with the shortest sequence that breaks it. */
async function explore(c: CaseContext, { requires, tour, commands }: Exploration): Promise<void> {
  const { default: fc } = await import('fast-check');
  const real: Real = { c, exercised: new Map(), submits: { left: mostSubmits } };
  let broken: Violation | undefined;
  const start = () => ({ model: { jobs: [], files: [], tokens: [], now: 0 }, real });
  const sequences = fc.commands(commands(fc), { maxCommands: 24, size: 'max' });
  const property = fc.asyncProperty(sequences, (sequence) =>
    fc.asyncModelRun(start, sequence).catch((fault: unknown) => {
      if (fault instanceof Violation) broken = fault;
      throw fault;
    }),
  );
  const details = await fc.check(property, {
    seed: c.random.seed(),
    numRuns: 12,
    examples: [[tour]],
    interruptAfterTimeLimit: 120_000,
  });
  const { errorInstance } = details;
  if (!broken && (errorInstance instanceof NoAnswer || errorInstance instanceof CaseAbort))
    throw errorInstance;
  if (details.failed && !broken) throw new Error('A sequence could not be run.', { cause: errorInstance });
  const sequence = details.counterexample?.map(String).join(' ') ?? '';
  for (const id of requires) {
    if (broken?.requirement === id) {
      c.check(id, false, { title: 'A sequence broke it.', got: `${broken.message} after: ${sequence}` });
    } else if (real.exercised.has(id)) {
      c.check(id, true, { title: 'No sequence broke it.' });
    }
  }
  if (broken) throw new CaseAbort('inconclusive', `The sequences stopped at ${broken.requirement}.`);
  c.precondition(
    requires.every((id) => real.exercised.has(id)),
    'the sequences never came to it.',
  );
}

const life = [
  ...['QUE-01', 'QUE-05', 'QUE-06', 'QUE-07', 'QUE-08', 'QUE-09', 'QUE-10', 'QUE-20'],
  ...['FIL-01', 'FIL-12', 'FIL-13', 'FIL-14', 'TOK-03', 'TOK-22', 'TOK-29', 'TOK-30'],
];
const expiry = [
  'FIL-01',
  'FIL-12',
  'FIL-13',
  'FIL-14',
  'FIL-16',
  'TOK-03',
  'TOK-22',
  'TOK-28',
  'TOK-29',
  'TOK-30',
];

export const modelBasedCases = [
  defineCase({
    id: 'queue.model/random-sequences',
    title: 'Random sequences of submit, poll, content, file, token and time against a small model',
    requires: life,
    ...common,
    run: (c: CaseContext) =>
      explore(c, {
        requires: life,
        tour: [
          submitJob(),
          fetchContent(0),
          ...[uploadFile(), readFile(0), deleteFile(0), readFile(0)],
          ...[mintToken(), mintToken(), mintWithToken(0), useToken(0)],
          settle(),
          ...[pollJob(0), fetchContent(0), submitJob()],
        ],
        commands: (fc) => {
          const index = fc.nat({ max: 20 });
          return [
            fc.constant(submitJob()),
            index.map(pollJob),
            index.map(pollJob),
            index.map(fetchContent),
            fc.constant(uploadFile()),
            index.map(readFile),
            index.map(deleteFile),
            fc.constant(mintToken()),
            index.map(mintWithToken),
            index.map(useToken),
            fc.nat({ max: 5000 }).map(letTimePass),
          ];
        },
      }),
  }),
  defineCase({
    id: 'tokens.model/random-expiries',
    title: 'Random sequences of files, tokens and jumps in time, in which both expire',
    requires: expiry,
    needs: ['clock'],
    ...common,
    run: (c: CaseContext) =>
      explore(c, {
        requires: expiry,
        tour: [
          ...[uploadFile(60), readFile(0), uploadFile(120), deleteFile(1), readFile(1)],
          ...[mintToken(30), useToken(0), mintWithToken(0), letTimePass(30_000), useToken(0)],
          ...[letTimePass(29_999), readFile(0), letTimePass(1), readFile(0), mintToken(1), useToken(1)],
        ],
        commands: (fc) => {
          const index = fc.nat({ max: 20 });
          return [
            fc.integer({ min: 60, max: 180 }).map(uploadFile),
            index.map(readFile),
            index.map(readFile),
            index.map(deleteFile),
            fc.integer({ min: 1, max: 120 }).map(mintToken),
            index.map(mintWithToken),
            index.map(useToken),
            index.map(useToken),
            fc.nat({ max: 90_000 }).map(letTimePass),
            // The millisecond before an expiry, and the expiry itself.
            fc.constantFrom(1, 999, 1000, 59_999, 60_000).map(letTimePass),
          ];
        },
      }),
  }),
];
