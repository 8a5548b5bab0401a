/**
 * The table of errors that the mock server answers. Over 250 lines because it is one table, with a row for each error.
 *
 * A row has what is on the wire (status, text), its evidence, and what the reader should do. The resource chooses the
 * envelope around the text (facts: api.md 1.0, there are at least four of them), so a row never holds a body.
 */
import type { Evidence } from './evidence.js';

/** One kind of failure: HTTP status, text on the wire, and their evidence. */
export interface ErrorRow {
  readonly status: number;
  /** Text on the wire. `{name}` is replaced by `ApiError.params.name`. */
  readonly message: string;
  readonly evidence: Evidence;
  /** What the reader should do about it; shown in the journal and in docs, never on the wire. */
  readonly advice: string;
  /** `error_type` of the realtime gateway, where one is known (api.md 3.5). Only `capacity` is sent: SDKs read no other. */
  readonly realtimeType?: string;
  /** `retry_after` of the realtime gateway, seconds (sdk-javascript-0.2.md 3.2). */
  readonly retryAfterSeconds?: number;
  /** Close code of the realtime gateway, where it closes. */
  readonly closeCode?: number;
}

const row = (
  status: number,
  message: string,
  evidence: Evidence,
  advice: string,
  realtime?: { type: string; close?: number; retryAfterSeconds?: number },
): ErrorRow => ({
  status,
  message,
  evidence,
  advice,
  ...(realtime && { realtimeType: realtime.type }),
  ...(realtime?.close !== undefined && { closeCode: realtime.close }),
  ...(realtime?.retryAfterSeconds !== undefined && { retryAfterSeconds: realtime.retryAfterSeconds }),
});

const docsModels = 'https://docs.platform.decart.ai/getting-started/models';

export const errorTable = {
  invalid_api_key: row(401, 'Invalid API key', 'observed', 'Send a key this server knows in x-api-key.', {
    type: 'invalid_api_key',
    close: 1008,
  }),
  expired_api_key: row(401, 'Invalid or expired API key', 'observed', 'Mint a new client token.', {
    type: 'invalid_api_key',
    close: 1008,
  }),
  token_cannot_mint: row(
    403,
    'Cannot create client token from a client token',
    'documented',
    'Mint with an account key.',
  ),
  model_not_allowed: row(
    403,
    "Model '{model}' is not allowed for this token",
    'inferred',
    'Add the model to allowedModels when minting.',
    { type: 'invalid_model', close: 1000 },
  ),
  model_not_permitted: row(
    403,
    'Model not permitted',
    'inferred',
    "Add the model to allowedModels of the account's organisation.",
    { type: 'invalid_model', close: 1000 },
  ),
  origin_not_allowed: row(
    403,
    'Origin not allowed',
    'sdk',
    'Mint with the origin of this page in allowedOrigins.',
    {
      type: 'origin_not_allowed',
      close: 1008,
    },
  ),
  insufficient_credits: row(402, 'Insufficient credits', 'inferred', 'Add credits to the organisation.', {
    type: 'insufficient_credits',
    close: 1008,
  }),
  model_retired: row(410, 'This model has been retired.', 'observed', `See ${docsModels}.`, {
    type: 'removed_model',
    close: 1008,
  }),
  unknown_model: row(404, 'Unknown model', 'observed', 'Use a name from the catalogue.', {
    type: 'invalid_model',
    close: 1008,
  }),
  not_found: row(404, 'Not Found', 'inferred', 'Check the path.'),
  job_not_found: row(
    404,
    'Job not found',
    'inferred',
    'Poll with the key that submitted the job, before retention ends.',
  ),
  job_not_completed: row(
    409,
    'Cannot get content for job {jobId} with status "{status}"',
    'inferred',
    'Poll until completed before asking for content.',
  ),
  file_not_found: row(
    404,
    'File not found',
    'inferred',
    'The file expired, was deleted, or belongs to another account.',
  ),
  ticket_not_found: row(404, 'Ticket not found', 'inferred', 'Take a new ticket.'),
  ticket_expired: row(410, 'Ticket expired', 'sdk', 'Poll at least every 45 seconds, or take a new ticket.'),
  queue_full: row(429, 'queue_full', 'sdk', 'Try again later.'),
  room_not_found: row(404, 'Room not found', 'inferred', 'The session has ended or never existed.'),
  session_not_found: row(404, 'Session not found', 'observed', 'The session has ended or never existed.', {
    type: 'session_not_found',
  }),
  method_not_allowed: row(
    405,
    'Method Not Allowed',
    'observed',
    'See openapi.yaml for the methods of this path.',
  ),
  malformed_request: row(
    400,
    // The words of uvicorn, under which FastAPI runs.
    'Invalid HTTP request received.',
    'inferred',
    'Send HTTP/1.1 as RFC 9112 describes it. The note of the journal entry names the problem.',
  ),
  request_timeout: row(408, 'Request Timeout', 'inferred', 'Send the head and the body of a request faster.'),
  expectation_failed: row(
    417,
    'Expectation Failed',
    'inferred',
    'Send no other Expect header than 100-continue.',
  ),
  headers_too_large: row(
    431,
    'Request Header Fields Too Large',
    'inferred',
    'Send at most 32 KiB of headers, the path included.',
  ),
  shutting_down: row(503, 'Server shutting down', 'inferred', 'Send the request to a mock that runs.'),
  http_version: row(505, 'HTTP Version Not Supported', 'inferred', 'Send HTTP/1.1.'),
  precondition_failed: row(
    412,
    'ETag does not match',
    'documented',
    'Send the ETag of the latest answer in If-Match.',
  ),
  body_parse: row(
    400,
    'There was an error parsing the body',
    'inferred',
    'Check the multipart body and its boundary.',
  ),
  multipart: row(400, '{reason}', 'inferred', 'Check the multipart body and its boundary.'),
  invalid_file_type: row(
    400,
    'Invalid file type',
    'observed',
    'Send the kind of file that the field takes, a video or a picture. The journal names it.',
  ),
  file_too_large: row(
    413,
    'File size exceeds the maximum allowed size of {limit}',
    'inferred',
    'Send a smaller file.',
  ),
  storage_full: row(
    507,
    'The mock server has no room left for uploads',
    'inferred',
    'Raise the limits, or reset.',
  ),
  text_full: row(
    507,
    'The mock server has no room left for text: reset accounts, or raise limits.textBytes',
    'inferred',
    'Reset accounts with POST /_mock/reset or /_mock/reset/all, or raise "limits.textBytes".',
  ),
  verify_unconfigured: row(
    501,
    'Verification is not configured',
    'documented',
    'Add a rule with the effect `verdict` to get one.',
  ),
  validation: row(422, 'Validation failed', 'documented', 'Fix the fields named in detail[].loc.'),
  concurrency_limit: row(429, 'Concurrent session limit reached.', 'observed', 'End a session first.', {
    type: 'upstream_capacity',
    close: 1013,
  }),
  at_capacity: row(503, 'Server at capacity. Please try again later.', 'sdk', 'Try again later.', {
    type: 'capacity',
    close: 1013,
    retryAfterSeconds: 5,
  }),
  moderation: row(400, 'Content rejected by moderation', 'inferred', 'Change the prompt or the picture.', {
    type: 'moderation_violation',
  }),
  session_duration_limit: row(
    403,
    'Session duration limit reached',
    'observed',
    'Mint with a longer duration.',
    {
      type: 'session_duration_limit',
    },
  ),
  internal: row(500, 'Internal Server Error', 'inferred', 'A defect of the mock server: please report it.', {
    type: 'internal_error',
  }),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** One entry of a FastAPI 422 answer. */
export interface ValidationItem {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
  readonly input?: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** A failure that is answered to the client. Anything else that is thrown is a defect and answers 500. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ErrorCode,
    /** Values for the placeholders of the text. `retryAfterSeconds` replaces that of the table. */
    readonly params: Readonly<Record<string, string>> = {},
    readonly items: readonly ValidationItem[] = [],
    /** For the journal: what the client may have meant. */
    readonly note?: string,
    /** What the reader should do about it, if not what the table says. */
    readonly advice: string = errorTable[code].advice,
  ) {
    super(errorTable[code].message.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? ''));
  }

  get row(): ErrorRow {
    return errorTable[this.code];
  }

  get status(): number {
    return this.row.status;
  }

  /** A 422 with FastAPI's list of invalid fields. */
  static validation(items: readonly ValidationItem[]): ApiError {
    return new ApiError('validation', {}, items);
  }
}
