import { aboveZero, whole } from '../field-kinds.js';
import { required } from '../fields.js';
import { byteCount, byteRate } from './directive-values.js';
import { directive, directiveWith, effectRow } from './effect-row.js';
import { answers, bodies } from './operation-groups.js';

/** Effects that break or slow the transfer of an answer. */

export const transferEffects = [
  effectRow(
    'reset',
    { afterBytes: whole },
    {
      appliesTo: answers,
      directives: [
        directive('reset', {}, { sees: 'submit: the connection is reset; process: the connection is reset' }),
      ],
      doc: {
        text: 'Resets the TCP connection: at once, or after `afterBytes` of the body.',
        example: { operation: 'jobs.content', afterBytes: 5_000 },
      },
    },
  ),
  effectRow(
    'malformed',
    {},
    {
      appliesTo: bodies,
      directives: [directive('malformed', {}, { sees: 'submit: 200, a body that does not parse' })],
      doc: {
        text: 'Sends the first half of the body as if it were all of it: JSON that does not parse, or a file that cannot be read.',
        example: { operation: 'jobs.status' },
      },
    },
  ),
  effectRow(
    'truncate',
    { bytes: required(whole) },
    {
      appliesTo: bodies,
      directives: [
        directiveWith('truncate', byteCount, (bytes) => ({ bytes }), {
          value: '20',
          sees: 'submit: 200, cut after 20 bytes; process: 200, cut after 20 bytes',
        }),
      ],
      doc: {
        text: 'Announces the whole body and ends the connection after `bytes` of it.',
        example: { operation: 'jobs.content', bytes: 1_000 },
      },
    },
  ),
  effectRow(
    'slow',
    { bytesPerSecond: required(aboveZero) },
    {
      appliesTo: bodies,
      directives: [
        directiveWith('slow', byteRate, (bytesPerSecond) => ({ bytesPerSecond }), {
          value: '10',
          sees: 'submit: 200 after 6.7 s',
        }),
      ],
      doc: {
        text: 'Sends the body at this rate.',
        example: { operation: 'jobs.content', bytesPerSecond: 50_000 },
      },
    },
  ),
] as const;
