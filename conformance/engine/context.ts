import type { Checks, Evident, Negative } from './checks.js';
import type { Http } from '../traffic/http.js';
import type { LedgerEntry, Ledger } from './ledger.js';
import type { CaseRandom } from './random.js';
import type { Sockets } from '../traffic/sockets.js';
import { requireControl } from './applicability.js';
import { CaseAbort } from './case-abort.js';
import type { Control, Target } from '../targets/target.js';
import type { Timeouts } from './timeouts.js';
import { sleep } from './timing.js';

interface CaseContextParts {
  caseId: string;
  key: string;
  target: Target;
  http: Http;
  sockets: Sockets;
  random: CaseRandom;
  checks: Checks;
  ledger: Ledger;
  signal: AbortSignal;
  jitterMs: number;
  timeouts: Timeouts;
}

/** What a running case uses: requests, sockets, checks, the ledger. */
export class CaseContext {
  readonly #parts: CaseContextParts;
  readonly #cleanups: { entry: LedgerEntry; undo: () => Promise<boolean> }[] = [];
  readonly #deferred: (() => Promise<void>)[] = [];
  #over = false;

  constructor(parts: CaseContextParts) {
    this.#parts = parts;
  }

  /** The key of this case alone. */
  get key(): string {
    return this.#parts.key;
  }

  get http(): Http {
    return this.#parts.http;
  }

  /** Opens WebSockets; what is left open is closed when the case ends. */
  get sockets(): Sockets {
    return this.#parts.sockets;
  }

  get random(): CaseRandom {
    return this.#parts.random;
  }

  get target(): Target {
    return this.#parts.target;
  }

  /** The control API, in a case that declares that it needs the clock or rules. */
  get control(): Control {
    return requireControl(this.#parts.target.control);
  }

  /** How long to wait for what. */
  get timeouts(): Timeouts {
    return this.#parts.timeouts;
  }

  /** The key of another account, in a case that needs `accounts`. */
  otherKey(): string {
    return this.#parts.target.keyFor(`${this.#parts.caseId}-other`);
  }

  /** The harness's own time in ms, for durations. */
  now(): number {
    return performance.now();
  }

  check(id: string, holds: boolean, detail: Parameters<Checks['check']>[2]): boolean {
    return this.#parts.checks.check(id, holds, detail);
  }

  negative(id: string, negative: Negative): boolean {
    return this.#parts.checks.negative(id, negative);
  }

  /** A duration against a bound; `jitterMs` where the case measured its own. */
  timing(
    id: string,
    took: { ms: number; atMost?: number; atLeast?: number; jitterMs?: number },
    detail: { title: string; answer?: Evident },
  ): void {
    this.#parts.checks.timing(id, { jitterMs: this.#parts.jitterMs, ...took }, detail);
  }

  /** Continues only when a precondition holds. Otherwise the rest of the case is not exercised, which is never green. */
  precondition(holds: boolean, reason: string): asserts holds {
    if (!holds) throw new CaseAbort('not-exercised', `Not testable: ${reason}`);
  }

  /** Lets time pass: virtual on a mock server whose clock is stopped, real elsewhere. */
  async wait(ms: number): Promise<void> {
    const { control } = this.#parts.target;
    if (control) await control.advance(this.key, ms);
    else await sleep(ms, this.#parts.signal);
  }

  /** Enters something created into the ledger; `undo` removes it and returns whether it is gone. */
  created(kind: LedgerEntry['kind'], id: string, undo?: () => Promise<boolean>, remedy?: string): void {
    const entry = this.#parts.ledger.add({
      caseId: this.#parts.caseId,
      kind,
      id,
      state: undo ? 'left' : 'expires-by-itself',
      ...(remedy === undefined ? {} : { remedy }),
    });
    if (undo) this.#cleanups.push({ entry, undo });
  }

  /** Releases something of the harness when the case ends, however it ends; at once when it has ended. */
  defer(release: () => Promise<void>): void {
    if (this.#over) release().catch(() => undefined);
    else this.#deferred.push(release);
  }

  /** Releases what is held, and removes what was created, newest first. Called by runCase. */
  async cleanUp(): Promise<void> {
    this.#over = true;
    for (const release of this.#deferred.reverse()) await release().catch(() => undefined);
    for (const { entry, undo } of this.#cleanups.reverse()) {
      const gone = await undo().catch(() => false);
      entry.state = gone ? 'removed' : 'could-not-remove';
    }
  }
}
