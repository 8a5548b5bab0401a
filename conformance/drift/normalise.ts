/**
 * Replaces ids, keys and times, which differ between any two runs, by numbered references: the third id of a case is
 * `<id 3>` wherever it occurs, so two runs can be compared and identity is kept.
 */
export class References {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** A JSON value with its references named. */
  clean(value: unknown, field = ''): unknown {
    if (typeof value === 'string') return this.text(value, field);
    if (Array.isArray(value)) return value.map((each) => this.clean(each, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.clean(each, name)]));
  }

  /** A text with its references named. */
  text(value: string, field = ''): string {
    if (/^(job_id|id|session_id|ticketId)$/.test(field)) return this.#name(value, 'id');
    if (/^(apiKey|token|api_key|event_token)$/.test(field)) return this.#name(value, 'key');
    if (field === 'sdp') return '<sdp>';
    return value
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g, '<instant>')
      .replace(/\b(https?|wss?):\/\/[^/\s"]+/g, '<origin>')
      .replace(
        /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?:file|sess|tkt|job)_[A-Za-z0-9]+/gi,
        (id) => this.#name(id, 'id'),
      );
  }

  #name(value: string, kind: string): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const name = `<${kind} ${count}>`;
    this.#names.set(value, name);
    return name;
  }
}
