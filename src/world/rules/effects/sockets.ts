import { closeCode, closeReason, number, record, text, wait } from '../field-kinds.js';
import { required } from '../fields.js';
import { closeFrame, reason } from './directive-values.js';
import { directive, directiveWith, effectRow } from './effect-row.js';
import { generations, silences, sockets } from './operation-groups.js';

/** Effects on a realtime session and its socket. */

export const socketEffects = [
  effectRow(
    'close',
    { code: required(closeCode), reason: closeReason, message: text, afterMs: wait },
    {
      oncePerPrompt: true,
      appliesTo: sockets,
      directives: [
        directiveWith('close', closeFrame, (frame) => frame, {
          value: '1013:Try Again Later',
          sees: 'prompt: acked, then closed with 1013 Try Again Later; image: acked, then closed with 1013 Try Again Later',
        }),
      ],
      doc: {
        text: 'Closes the socket with `code` and `reason`: at once or after `afterMs`, and after an error `message` if given. The reason has at most 123 bytes.',
        example: { operation: 'realtime.generation', code: 1011, reason: 'oops', afterMs: '3s' },
      },
    },
  ),
  effectRow(
    'drop',
    { afterMs: wait },
    {
      oncePerPrompt: true,
      appliesTo: sockets,
      directives: [
        directive('drop', {}, { sees: 'prompt: acked, then cut off; image: acked, then cut off' }),
      ],
      doc: {
        text: 'Cuts the TCP connection without a close frame.',
        example: { operation: 'realtime.generation', afterMs: '3s' },
      },
    },
  ),
  effectRow(
    'message',
    { message: required(record), afterMs: wait },
    {
      appliesTo: sockets,
      doc: {
        text: 'Sends this message unchanged, whatever its shape.',
        example: { operation: 'realtime.join', message: { type: 'from_the_future' } },
      },
    },
  ),
  effectRow(
    'end',
    { reason: required(text), afterSeconds: number, message: text },
    {
      oncePerPrompt: true,
      appliesTo: generations,
      directives: [
        directiveWith('end', reason, (text) => ({ reason: text }), {
          value: 'timeout',
          sees: 'prompt: acked, then ended with timeout; image: acked, then ended with timeout',
        }),
      ],
      doc: {
        text: 'Ends the generation with a `reason` and a `message`, after `afterSeconds` of it.',
        example: { operation: 'realtime.generation', reason: 'moderation', afterSeconds: 5 },
      },
    },
  ),
  effectRow(
    'silent',
    {},
    {
      appliesTo: silences,
      doc: {
        text: 'Keeps the socket open and sends nothing: no room info, no acknowledgement.',
        example: { operation: 'realtime.join' },
      },
    },
  ),
] as const;
