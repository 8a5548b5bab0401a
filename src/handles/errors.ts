import { ApiError } from '../contract/errors.js';

/** An error of the control API: its status, and what the reader should do. */
export interface ControlErrorRow {
  readonly status: number;
  readonly advice: string;
}

/** All errors of the control API and of the in-process handles. */
export const controlErrors = {
  bad_input: {
    status: 400,
    advice: 'Correct the field named in the message. control.openapi.yaml lists all fields.',
  },
  not_json: { status: 400, advice: 'Send a JSON body.' },
  bad_rule: { status: 400, advice: 'See docs/reference/rules.md for operations, conditions and effects.' },
  bad_snapshot: { status: 400, advice: 'Load the unchanged result of GET /_mock/snapshot, or of save().' },
  time_backwards: { status: 400, advice: 'Time only goes forward. Reset the account to start again.' },
  missing_key: { status: 400, advice: 'Send the key that your client uses in the x-api-key header.' },
  token_required: {
    status: 401,
    advice: 'Send the control token in the x-mock-token header. It is printed on start.',
  },
  origin_refused: {
    status: 403,
    advice:
      'Without a control token, only this machine may control the mock, under a loopback name. Others need --control-token.',
  },
  key_refused: {
    status: 404,
    advice:
      'Use a key that has an account: up to 512 printable ASCII characters, without spaces. Under strict keys, register it first.',
  },
  rule_not_found: { status: 404, advice: 'GET /_mock/rules lists the rules.' },
  no_such_route: { status: 404, advice: 'See control.openapi.yaml, or docs/reference/control-api.md.' },
  method_not_allowed: { status: 405, advice: 'The allow header lists the methods of this path.' },
  wait_timed_out: {
    status: 408,
    advice: 'Wait longer, or see GET /_mock/journal for what was received.',
  },
  clock_stopped: {
    status: 409,
    advice: 'Move the clock again to continue, or first stop what fired most.',
  },
  rule_conflict: { status: 409, advice: 'Remove the rule first, or clear all rules.' },
  upload_missing: {
    status: 410,
    advice:
      'Delete what refers to the upload, or reset the account. Exclude the folder of temporary files from cleaners.',
  },
  too_large: { status: 413, advice: 'Save fewer or smaller uploads, or raise "limits.snapshotBytes".' },
  full: {
    status: 507,
    advice: 'Reset accounts with POST /_mock/reset or /_mock/reset/all, or raise "limits.textBytes".',
  },
  defect: { status: 500, advice: 'An internal error of the mock. Please report it.' },
} as const satisfies Record<string, ControlErrorRow>;

export type ControlErrorCode = keyof typeof controlErrors;

/** Thrown by the in-process handles; the control API answers `{error: {code, message, advice}}`. */
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

/** Turns an API error about a key into `key_refused`. */
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
