import { ackTimes, duration, flag, queueInterval, text, wait, whole } from '../field-kinds.js';
import { required } from '../fields.js';
import { textOr, time } from './directive-values.js';
import { directive, directiveWith, effectRow } from './effect-row.js';
import { acknowledgements, joins } from './operation-groups.js';

/** Effects on what a realtime client waits for: acknowledgements, and its position in the queue. */

export const waitingEffects = [
  effectRow(
    'ack',
    { lateMs: duration, fail: text, skip: flag, times: ackTimes },
    {
      appliesTo: acknowledgements,
      narrowed: { 'jobs.submit': { fail: required(text) }, process: { fail: required(text) } },
      directives: [
        directiveWith('refuse', textOr('moderation rejected'), (fail) => ({ fail }), {
          value: 'too naughty',
          sees: 'job: pending, processing after 0.3 s, failed after 1.5 s; process: 400 Content rejected by moderation; prompt: refused with too naughty; image: refused with too naughty',
        }),
        directiveWith('late', time, (lateMs) => ({ lateMs }), {
          value: '20s',
          sees: 'prompt: acked after 20 s; image: acked after 20 s',
        }),
        directive('noack', { skip: true }, { sees: 'prompt: no ack; image: no ack' }),
      ],
      doc: {
        text: 'Sends the acknowledgement late (`lateMs`), as a failure (`fail`), not at all (`skip`) or several `times`. A job takes `fail` alone: moderation rejects it.',
        example: { operation: 'realtime.prompt', times: 2, lateMs: 400 },
      },
    },
  ),
  effectRow(
    'queue',
    { position: required(whole), size: whole, everyMs: queueInterval, forMs: wait },
    {
      appliesTo: joins,
      doc: {
        text: 'Keeps the client queued at `position` of `size`, for `forMs` or without end. Sends the position every `everyMs` (at least 100).',
        example: { operation: 'realtime.join', position: 3, size: 9, forMs: '20s' },
      },
    },
  ),
] as const;
