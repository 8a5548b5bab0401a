import { anything, duration, headers, httpStatus, oneOf, retrySeconds, wait } from '../field-kinds.js';
import { required } from '../fields.js';
import { errorCode, statusCode, time } from './directive-values.js';
import { directive, directiveWith, effectRow } from './effect-row.js';
import { errorCodes, errorsBySight } from './error-names.js';
import { answers, errors, requests } from './operation-groups.js';

/** Effects that replace, delay or withhold the answer to a request. */

const PROMPTED = 'Requested by the prompt';

const code = required({ ...oneOf(...errorCodes), meanings: errorsBySight });
const realtimeError = { code, retryAfterSeconds: retrySeconds };

/** What each operation reads of an `error`; `realtime.generation` reads all of it. */
const errorFields = Object.fromEntries(
  errors.operations
    .filter((operation) => operation !== 'realtime.generation')
    .map((operation) => [operation, operation.startsWith('realtime.') ? realtimeError : { code }]),
);

export const answerEffects = [
  effectRow(
    'respond',
    { status: required(httpStatus), body: anything, headers },
    {
      appliesTo: answers,
      directives: [
        directiveWith('status', statusCode, (status) => ({ status, body: { detail: PROMPTED } }), {
          value: '500',
          sees: `submit: 500 ${PROMPTED}; process: 500 ${PROMPTED}`,
        }),
      ],
      doc: {
        text: 'Answers with this `status`, `body` and `headers` instead. A `body` is sent as JSON, a text as it is.',
        example: {
          operation: 'jobs.status',
          status: 502,
          body: '<html>Bad Gateway</html>',
          headers: { 'content-type': 'text/html' },
        },
      },
    },
  ),
  effectRow(
    'error',
    { ...realtimeError, afterMs: wait },
    {
      oncePerPrompt: true,
      appliesTo: errors,
      narrowed: errorFields,
      problem: ({ code: given, retryAfterSeconds }) =>
        retryAfterSeconds === undefined || given === 'at_capacity'
          ? undefined
          : `"retryAfterSeconds" of the effect "error" belongs to the code "at_capacity", not to ${JSON.stringify(given)}`,
      directives: [
        directiveWith('error', errorCode, (code) => ({ code }), {
          value: 'insufficient_credits',
          sees: 'submit: 402 Insufficient credits; process: 402 Insufficient credits; prompt: error Insufficient credits',
        }),
      ],
      doc: {
        text: 'Answers with a row of the [error table](errors.md#api-errors), in the envelope of the resource or as a message of the session. `at_capacity` and `concurrency_limit` also close a socket, with 1013. `retryAfterSeconds` is what realtime sends with `at_capacity`, default 5. On `realtime.generation` it comes `afterMs` after the start.',
        example: { operation: 'files.upload', code: 'storage_full' },
      },
    },
  ),
  effectRow(
    'delay',
    { ms: required(duration) },
    {
      appliesTo: requests,
      directives: [
        directiveWith('delay', time, (ms) => ({ ms }), {
          value: '5s',
          sees: 'submit: 200 after 5 s; process: 200 after 5 s; prompt: acked after 5 s',
        }),
      ],
      doc: {
        text: 'Waits before it answers.',
        example: { operation: 'jobs.status', ms: { uniform: [100, 900] } },
      },
    },
  ),
  effectRow(
    'no-response',
    {},
    {
      formerly: 'hang',
      appliesTo: requests,
      directives: [
        directive(
          'no-response',
          {},
          { sees: 'submit: no answer; process: no answer; prompt: no ack' },
          'noanswer',
        ),
      ],
      doc: {
        text: 'Takes the request and never answers.',
        example: { operation: 'jobs.content' },
      },
    },
  ),
] as const;
