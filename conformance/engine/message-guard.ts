import type { ServerMessage } from '../traffic/server-message.js';
import { escapeSegment, isRecord, type ContractDocument } from './contract-document.js';
import { lipsyncTypeRequirement, messageRequirements, type CaseFinding } from './wire-guard.js';

interface MessageSchema {
  'x-superset'?: string[];
  'x-evidence'?: { grade?: string };
}

/** The requirements about the messages of one socket. */
interface SocketRequirements {
  /** That the type of each message is known. */
  type: string;
  /** That messages carry what `x-superset` lists, where SDKs differ. */
  superset?: string;
}

const realtimeUnion = 'RealtimeServerMessage';
const requirementsOf: Readonly<Record<string, SocketRequirements>> = {
  [realtimeUnion]: messageRequirements,
  LipsyncServerMessage: { type: lipsyncTypeRequirement },
};

/**
 * Judges realtime messages by the union that the contract names for their path: that their type is known (RT-30, LIP-09),
 * that they fit its schema (ERR-01), and that they carry what `x-superset` lists beyond it (RT-38).
 */
export function messageGuard(document: ContractDocument): (message: ServerMessage) => CaseFinding[] {
  return ({ type, json, exchange }) => {
    const union = unionOf(document, exchange.path.split('?')[0] ?? '');
    const required = requirementsOf[union] ?? messageRequirements;
    const reference = mappingOf(document, union)[type];
    const typeFinding: CaseFinding = {
      requirement: required.type,
      ok: reference !== undefined,
      message: `the type "${type}"`,
      inferred: false,
    };
    if (reference === undefined) return [typeFinding];
    const schema = document.follow(reference.slice(1)).value as MessageSchema;
    const validate = document.validator(reference.slice(1));
    const ok = validate(json);
    const faults = (validate.errors ?? []).map(
      ({ instancePath, message }) => `${type}${instancePath} ${message ?? ''}`,
    );
    const inferred = schema['x-evidence']?.grade === 'inferred';
    const fit: CaseFinding = { ok, message: faults.join(', '), inferred };
    const names = schema['x-superset'];
    if (!names || required.superset === undefined) return [typeFinding, fit];
    const absent = names.filter((name) => !(name in json));
    const message = `${type} without ${absent.join(' and ')}`;
    return [typeFinding, fit, { requirement: required.superset, ok: absent.length === 0, message, inferred }];
  };
}

/** Name of the union of the server's messages on a path. */
function unionOf(document: ContractDocument, path: string): string {
  const route = document.routeOf(path);
  if (route === undefined) return realtimeUnion;
  const { value } = document.follow(`/paths/${escapeSegment(route)}/get/responses/101/x-messages`);
  const server = isRecord(value) ? value['server'] : undefined;
  const reference = isRecord(server) ? server['$ref'] : undefined;
  return typeof reference === 'string' ? (reference.split('/').at(-1) ?? realtimeUnion) : realtimeUnion;
}

/** Pointers to the schemas of a union, by type. */
function mappingOf(document: ContractDocument, union: string): Record<string, string> {
  const { value } = document.follow(`/components/schemas/${union}/discriminator/mapping`);
  return (value ?? {}) as Record<string, string>;
}
