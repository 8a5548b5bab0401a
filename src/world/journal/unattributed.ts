import { redactUrl } from '../../contract/redaction/redact-url.js';
import { requestStriker, type Carried } from '../../contract/redaction/request-secrets.js';
import type { Striker } from '../../contract/redaction/strike.js';
import type { Clock } from '../time/clock.js';
import { Journal } from './journal.js';
import type { TextShare } from '../text/text-budget.js';
import type { RequestCounter } from './request-counter.js';
import type { JournalBounds, NewJournalEntry } from './types.js';

/** An error, of any table, that answered a request. */
export interface RefusalFacts {
  readonly code: string;
  readonly status: number;
  readonly advice: string;
  readonly note?: string | undefined;
}

/** The parts of an HTTP request that an entry shows. `originalUrl` is the URL before routers cut it. */
export interface RefusedRequest extends Carried {
  readonly method?: string | undefined;
  readonly originalUrl?: string | undefined;
}

/**
 * What the process received that belongs to no account: requests without a key, with a refused one, for unknown paths,
 * refused by a guard, or no HTTP at all. Bounded like the journal of an account, and counted without bounds.
 */
export class Unattributed {
  readonly journal: Journal;
  readonly #counts = new Map<string, number>();

  constructor(
    clock: Pick<Clock, 'now'>,
    bounds: JournalBounds,
    /** Counts all answers of the process. */
    readonly requestCounter: RequestCounter,
    /** What its journal is charged to. */
    text: TextShare,
  ) {
    this.journal = new Journal(clock, bounds, undefined, text);
  }

  /** Adds an entry; `sender` has the credentials of the client. */
  add(entry: NewJournalEntry, sender?: Striker): void {
    const { operation, error = '', kind, status } = this.journal.add(entry, sender);
    const label = `${operation} ${error}`;
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
    if (kind === 'http' && status !== undefined) this.requestCounter.add(operation, status);
  }

  /**
   * Adds a refused request; `request` is undefined for bytes that are not HTTP. Its query is not kept. `status` is the
   * one sent, where it differs from that of the error.
   */
  refused(
    operation: string,
    request: RefusedRequest | undefined,
    { code, status, advice, note }: RefusalFacts,
    more: { readonly status?: number; readonly warning?: string | undefined } = {},
  ): void {
    const url = request?.originalUrl ?? request?.url ?? '';
    const sender = request && requestStriker({ headers: request.headers, url });
    const path = redactUrl(url.split('?')[0] ?? '');
    const warnings = more.warning === undefined ? undefined : [more.warning];
    this.add(
      {
        kind: 'http',
        operation,
        ...(request && { method: request.method, path }),
        status: more.status ?? status,
        error: code,
        advice,
        ...((note !== undefined || warnings) && {
          detail: { ...(note !== undefined && { note }), ...(warnings && { warnings }) },
        }),
      },
      sender,
    );
  }

  /** Since the process started, also what the journal has dropped. */
  counts(): readonly { readonly operation: string; readonly error: string; readonly count: number }[] {
    return [...this.#counts].map(([label, count]) => {
      const [operation = '', error = ''] = label.split(' ');
      return { operation, error, count };
    });
  }
}
