/** Something a case created on the target. */
export interface LedgerEntry {
  caseId: string;
  kind: 'job' | 'file' | 'token' | 'image' | 'session';
  /** Identity on the target; tokens are named without their secret. */
  id: string;
  state: 'left' | 'expires-by-itself' | 'removed' | 'could-not-remove';
  /** How a person removes it, when the kit could not. */
  remedy?: string;
}

/** Every id the run created, and what became of it. */
export class Ledger {
  readonly entries: LedgerEntry[] = [];

  add(entry: LedgerEntry): LedgerEntry {
    this.entries.push(entry);
    return entry;
  }

  /** What still lies on the target. */
  leftovers(): LedgerEntry[] {
    return this.entries.filter(({ state }) => state === 'left' || state === 'could-not-remove');
  }
}
