import { errorTable, type ApiError } from '../../contract/errors.js';
import { problemDetail } from '../../contract/validation/pydantic.js';
import type { RenderedMedia } from '../../media/job-results/types.js';

/** What a handler answers; `send` puts it on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  /** Streamed, with ranges. */
  readonly media?: RenderedMedia;
  /** Sent as server-sent events until there are no more or the client leaves. */
  readonly events?: AsyncIterable<{ readonly event: string; readonly data: unknown }>;
  /** For the journal only. */
  readonly sessionId?: string;
  readonly jobId?: string;
  readonly model?: string;
  readonly note?: string;
  /** A probable mistake of the client: for the journal and the log. */
  readonly warning?: string;
}

export const ok = (json: unknown): Answer => ({ status: 200, json });
export const empty = (status = 204): Answer => ({ status });

/** The shape of a resource's errors; the API has several (facts: api.md 1.0). */
export type Envelope = 'detail' | 'error' | 'problem';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  410: 'Gone',
  412: 'Precondition Failed',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

function problem(error: ApiError): Answer {
  const [first] = error.items;
  const validation = first !== undefined;
  // The HTTP signalling service reports validation as 400 with "body.field: what" (facts: api.md 3.2).
  const status = validation ? 400 : error.code === 'insufficient_credits' ? 422 : error.status;
  const detail = validation ? problemDetail(first) : error.message;
  const title = validation
    ? 'Bad Request'
    : status === 422 || status === 401
      ? error.message
      : (titles[status] ?? error.message);
  // Observed: no detail for an invalid key.
  return { status, json: status === 401 ? { title, status } : { title, detail, status } };
}

/** The token service has one text for invalid and expired keys (facts: api.md 1.0). */
const errorText = ({ status, message }: ApiError): string =>
  status === 401 ? errorTable.expired_api_key.message : message;

/** The answer for an error, in the envelope of its resource. */
export function errorAnswer(error: ApiError, envelope: Envelope): Answer {
  if (envelope === 'problem') return problem(error);
  if (error.code === 'validation') return { status: error.status, json: { detail: error.items } };
  if (error.code === 'model_retired') {
    return { status: error.status, json: { detail: error.message, model: error.params['model'] } };
  }
  const { allow } = error.params;
  return {
    status: error.status,
    ...(allow !== undefined && { headers: { allow } }),
    json: envelope === 'error' ? { error: errorText(error) } : { detail: error.message },
  };
}
