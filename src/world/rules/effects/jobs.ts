import { duration, number, oneOf, text } from '../field-kinds.js';
import { required } from '../fields.js';
import { time } from './directive-values.js';
import { directive, directiveWith, effectRow } from './effect-row.js';
import { jobs, verification } from './operation-groups.js';

/** Effects on what the service computes: the course of a job, and a verdict. */

export const jobEffects = [
  effectRow(
    'plan',
    { outcome: oneOf('completed', 'failed', 'hang'), pending: duration, processing: duration },
    {
      appliesTo: jobs,
      narrowed: { process: { outcome: required(oneOf('failed')) } },
      directives: [
        directive(
          'fail',
          { outcome: 'failed' },
          {
            sees: 'submit: 200; job: pending, processing after 0.3 s, failed after 1.5 s; process: 400 Content rejected by moderation',
          },
        ),
        directive(
          'hang',
          { outcome: 'hang' },
          { sees: 'submit: 200; job: pending, processing after 0.3 s, failed after 600 s' },
        ),
        directive('instant', { pending: 0, processing: 0 }, { sees: 'submit: 200; job: completed' }),
        directiveWith('pending', time, (pending) => ({ pending }), {
          value: '5s',
          sees: 'job: pending, processing after 5 s, completed after 6.2 s',
        }),
        directiveWith('processing', time, (processing) => ({ processing }), {
          value: '1m30s',
          sees: 'job: pending, processing after 0.3 s, completed after 90.3 s',
        }),
      ],
      doc: {
        text: 'Plans the job: how long it is `pending` and `processing`, and its `outcome`: `completed`, `failed`, or `hang`, which fails at the job timeout. `process` takes the outcome `failed` alone.',
        example: { operation: 'jobs.submit', outcome: 'failed', pending: 0, processing: '8s' },
      },
    },
  ),
  effectRow(
    'verdict',
    { verdict: required(text), confidence: required(number) },
    {
      appliesTo: verification,
      doc: {
        text: 'Sets what `POST /v1/verify` finds; without such a rule it answers 501.',
        example: { operation: 'verify', verdict: 'watermarked', confidence: 0.98 },
      },
    },
  ),
] as const;
