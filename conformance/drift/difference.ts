/** `breaking`: clients of ours fail; `risky`: ours lacks something, or may be wrong; `info`: no client is affected. */
export const severities = ['info', 'risky', 'breaking'] as const;
export type Severity = (typeof severities)[number];

/** One difference between our document (before) and a served one (after). */
export interface Difference {
  kind:
    | 'operation'
    | 'parameter'
    | 'media-type'
    | 'field'
    | 'required'
    | 'type'
    | 'bound'
    | 'values'
    | 'default'
    | 'response';
  change: 'added' | 'removed' | 'changed';
  severity: Severity;
  /** `POST /v1/files`. */
  operation: string;
  /** Where in the operation: `request multipart/form-data ttl_seconds`, `200 application/json id`. */
  place: string;
  ours?: string;
  theirs?: string;
  note?: string;
}

/** A difference without its values. */
export const base = (
  kind: Difference['kind'],
  change: Difference['change'],
  severity: Severity,
  operation: string,
  place: string,
): Difference => ({ kind, change, severity, operation, place });

/** Who notices a change: a client writes the request and reads the answer. */
export type Side = 'request' | 'answer';

/** The names of both maps, ours first, each with its value on either side. */
export function pairs<T>(
  ours: Map<string, T>,
  theirs: Map<string, T>,
): [string, T | undefined, T | undefined][] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].map((name) => [
    name,
    ours.get(name),
    theirs.get(name),
  ]);
}
