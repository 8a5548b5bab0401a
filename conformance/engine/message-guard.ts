import type { ValidateFunction } from 'ajv/dist/2020.js';
import { messageRequirements, type CaseFinding } from './wire-guard.js';
import type { ServerMessage } from '../traffic/server-message.js';

interface MessageSchema {
  'x-superset'?: string[];
  'x-evidence'?: { grade?: string };
}

interface Document {
  components?: { schemas?: Record<string, unknown> };
}

/**
 * Judges realtime messages by `RealtimeServerMessage`: that their type is known (RT-30), that they fit its schema
 * (ERR-01), and that they carry what `x-superset` lists beyond it (RT-38).
 */
export function messageGuard(
  { components }: Document,
  validator: (pointer: string) => ValidateFunction,
): (message: ServerMessage) => CaseFinding[] {
  const schemas = components?.schemas ?? {};
  const union = schemas['RealtimeServerMessage'] as
    { discriminator?: { mapping?: Record<string, string> } } | undefined;
  const mapping = union?.discriminator?.mapping ?? {};
  return ({ type, json }) => {
    const reference = mapping[type];
    const typeFinding: CaseFinding = {
      requirement: messageRequirements.type,
      ok: reference !== undefined,
      message: `the type "${type}"`,
      inferred: false,
    };
    if (reference === undefined) return [typeFinding];
    const schema = schemas[reference.split('/').at(-1) ?? ''] as MessageSchema;
    const validate = validator(reference.slice(1));
    const ok = validate(json);
    const faults = (validate.errors ?? []).map(
      ({ instancePath, message }) => `${type}${instancePath} ${message ?? ''}`,
    );
    const inferred = schema['x-evidence']?.grade === 'inferred';
    const absent = (schema['x-superset'] ?? []).filter((name) => !(name in json));
    const superset: CaseFinding = {
      requirement: messageRequirements.superset,
      ok: absent.length === 0,
      message: `${type} without ${absent.join(' and ')}`,
      inferred,
    };
    return [
      typeFinding,
      { ok, message: faults.join(', '), inferred },
      ...(schema['x-superset'] ? [superset] : []),
    ];
  };
}
