import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { linePrefix, maxLineBytes, type FromAdapter, type ToAdapter } from './protocol.js';

type LineCheck = (value: unknown) => string | undefined;

interface Definitions {
  $id: string;
  $defs: Record<string, unknown> & { values: Record<string, unknown> };
}

const schema = JSON.parse(
  readFileSync(new URL('adapter-protocol.schema.json', import.meta.url), 'utf8'),
) as Definitions;
const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema(schema);

const compiled = new Map<string, LineCheck>();

function check(definition: string, name: string): LineCheck {
  const known = compiled.get(definition);
  if (known) return known;
  const validate = ajv.compile({ $ref: `${schema.$id}#/$defs/${definition}` });
  const made: LineCheck = (value) => (validate(value) ? undefined : text(validate.errors ?? [], name));
  compiled.set(definition, made);
  return made;
}

function text(errors: ErrorObject[], name: string): string {
  return errors
    .filter(({ keyword }) => keyword !== 'oneOf')
    .map(({ instancePath, message, params }) => {
      const extra = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
      return `${name}${instancePath} ${message ?? 'is not valid'}${extra}`;
    })
    .slice(0, 4)
    .join('; ');
}

/** Why a message of the kit is not valid; undefined when it is. */
export function invalidOwnMessage(message: ToAdapter): string | undefined {
  return check(message.t, message.t)({ kit: 1, ...message });
}

/** Why the value of a successful result is not valid; undefined when it is. */
export function invalidValue(op: string, value: unknown): string | undefined {
  return op in schema.$defs.values ? check(`values/${op}`, 'value')(value) : undefined;
}

const known = ['welcome', 'pong', 'event', 'result', 'log'];

/** A parsed line of the adapter's stdout. */
export type Line =
  | { kind: 'noise'; text: string }
  | { kind: 'message'; message: FromAdapter }
  /** A message of a later protocol, to be ignored. */
  | { kind: 'unknown'; t: string }
  | { kind: 'fault'; fault: string };

/** Parses one line. A line that does not start with the prefix of the protocol is noise, never a fault. */
export function readLine(line: string): Line {
  if (!line.startsWith(linePrefix)) return { kind: 'noise', text: line };
  if (Buffer.byteLength(line) > maxLineBytes)
    return {
      kind: 'fault',
      fault: `A line has ${Buffer.byteLength(line)} bytes; more than 1 MiB goes by blob.`,
    };
  let message: { t?: unknown };
  try {
    message = JSON.parse(line) as { t?: unknown };
  } catch (cause) {
    return { kind: 'fault', fault: `Not JSON: ${String(cause)} in ${line.slice(0, 200)}` };
  }
  const { t } = message;
  if (typeof t !== 'string') return { kind: 'fault', fault: `Without "t": ${line.slice(0, 200)}` };
  if (!known.includes(t)) return { kind: 'unknown', t };
  const fault = check(t, t)(message);
  return fault === undefined
    ? { kind: 'message', message: message as FromAdapter }
    : { kind: 'fault', fault: `${fault} in ${line.slice(0, 200)}` };
}

/**
 * The line for a message, without its LF. U+2028 and U+2029 are escaped, since some line readers (Node's readline)
 * divide at them. Throws when the kit itself breaks the protocol.
 */
export function writeLine(message: ToAdapter): string {
  const fault = invalidOwnMessage(message);
  if (fault !== undefined) throw new Error(`The kit was about to break its own protocol: ${fault}`);
  return JSON.stringify({ kit: 1, ...message })
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
