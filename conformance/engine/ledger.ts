/** Something a case created on the target. */
export interface LedgerEntry {
  caseId: string;
  kind: 'job' | 'file' | 'token' | 'image' | 'session';
  /** Identity on the target; tokens are named without their secret. */
  id: string;
  state: 'left' | 'expires-by-itself' | 'removed' | 'could-not-remove';
  /** How to remove it by hand, when the kit could not. */
  remedy?: string;
}

/** Everything the run created on the target, and its state. */
export class Ledger {
  readonly entries: LedgerEntry[] = [];

  add(entry: LedgerEntry): LedgerEntry {
    this.entries.push(entry);
    return entry;
  }

  /** What is left on the target. */
  leftovers(): LedgerEntry[] {
    return this.entries.filter(({ state }) => state === 'left' || state === 'could-not-remove');
  }
}
