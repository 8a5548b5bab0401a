import { ApiError } from '../contract/errors.js';

/** One kind of refusal of the control API: its status, and what the reader should do. */
export interface ControlErrorRow {
  readonly status: number;
  readonly advice: string;
}

/** The one table of what the control API and the in-process handles refuse. */
export const controlErrors = {
  bad_input: {
    status: 400,
    advice: 'Correct the field named in the message; control.openapi.yaml has them all.',
  },
  not_json: { status: 400, advice: 'Send a JSON body.' },
  bad_rule: { status: 400, advice: 'See docs/reference/rules.md for operations, conditions and effects.' },
  bad_snapshot: { status: 400, advice: 'Load what GET /_mock/snapshot, or save(), answered.' },
  time_backwards: { status: 400, advice: 'Reset the account to start again; time only goes forward.' },
  missing_key: { status: 400, advice: 'Name the account in the x-api-key header: the key your client uses.' },
  token_required: {
    status: 401,
    advice: 'Send the control token in the x-mock-token header; it is printed at the start.',
  },
  origin_refused: {
    status: 403,
    advice: 'Only pages and names of this machine may control the mock; others send x-mock-token.',
  },
  key_refused: {
    status: 404,
    advice: 'Use a key that has an account; under strict keys, register it first.',
  },
  rule_not_found: { status: 404, advice: 'GET /_mock/rules lists the ids there are.' },
  no_such_route: { status: 404, advice: 'See control.openapi.yaml, or docs/control-api.md.' },
  method_not_allowed: { status: 405, advice: 'The allow header names the methods of this path.' },
  wait_timed_out: {
    status: 408,
    advice: 'Wait longer, or look at what was seen instead with GET /_mock/journal.',
  },
  clock_stopped: {
    status: 409,
    advice: 'Move on from where time stands, or first end what the message says fired most.',
  },
  rule_conflict: { status: 409, advice: 'Remove the rule first, or clear them all.' },
  too_large: { status: 413, advice: 'Save fewer or smaller uploads, or raise the limit "snapshotBytes".' },
  defect: { status: 500, advice: 'A defect of the stand-in: please report it.' },
} as const satisfies Record<string, ControlErrorRow>;

export type ControlErrorCode = keyof typeof controlErrors;

/** Thrown by the in-process handles, and answered by the control API as `{error: {code, message, advice}}`. */
export class ControlError extends Error {
  override readonly name = 'ControlError';

  constructor(
    readonly code: ControlErrorCode,
    /** What was attempted, on what, and what was wrong. */
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get status(): number {
    return controlErrors[this.code].status;
  }

  /** What to do about it. */
  get advice(): string {
    return controlErrors[this.code].advice;
  }
}

/** Runs what may refuse a key, and says so in this table's words. */
export function withKey<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw keyRefused(error);
  }
}

export function keyRefused(error: unknown): unknown {
  return error instanceof ApiError
    ? new ControlError('key_refused', `This key has no account here: ${error.message}.`, { cause: error })
    : error;
}
