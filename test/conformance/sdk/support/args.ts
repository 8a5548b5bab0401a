import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenTransport } from '../../../../conformance/adapters/transport.js';

/** The schema of the adapter protocol. */
export const protocolSchema = JSON.parse(
  readFileSync(
    new URL('../../../../conformance/adapters/adapter-protocol.schema.json', import.meta.url),
    'utf8',
  ),
) as {
  $id: string;
  $defs: { args: Record<string, unknown>; values: Record<string, unknown>; capability: { enum: string[] } };
};

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(protocolSchema);

/** What a call contains beyond the schema; nothing for other lines. */
export function undeclared(line: string): string[] {
  const { t, op = '', args } = JSON.parse(line) as { t: string; op?: string; args?: unknown };
  if (t !== 'call') return [];
  const validate = ajv.compile({ $ref: `${protocolSchema.$id}#/$defs/args/${op}` });
  return validate(args) ? [] : [`${op} ${ajv.errorsText(validate.errors)}`];
}

/** Records the lines that an adapter receives. */
export const recordLines =
  (open: OpenTransport, lines: string[]): OpenTransport =>
  async (events) => {
    const transport = await open(events);
    return {
      send: (line) => {
        lines.push(line);
        transport.send(line);
      },
      stop: (graceMs) => transport.stop(graceMs),
    };
  };
