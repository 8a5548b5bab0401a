import { controlHeaders } from '../../targets/control-headers.js';

/** A rule for the mock server's control API, as POST /_mock/rules accepts it. */
export interface ControlRule {
  operation: string;
  match?: Record<string, string>;
  when?: { first?: number; nth?: number; every?: number; after?: number };
  effect: { type: string } & Record<string, unknown>;
}

/** Controls one account of the mock server, and reports which rules took effect. */
export class AccountControl {
  #rules = 0;

  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {}

  /** Resets the account, and sets its clock to real time. */
  async reset(): Promise<void> {
    await this.#call('POST', '/reset', {});
    await this.#call('PUT', '/clock', { mode: 'real' });
  }

  /** Stops the account's clock, which then moves with `advance` only. */
  async stopClock(): Promise<void> {
    await this.#call('PUT', '/clock', { mode: 'manual' });
  }

  async addRule(rule: ControlRule): Promise<void> {
    this.#rules++;
    await this.#call('POST', '/rules', rule);
  }

  /** Jobs submitted from now on take this long: ms of waiting, ms of work. */
  async planJobs(plan: {
    pending?: number;
    processing?: number;
    outcome?: 'completed' | 'failed' | 'hang';
  }): Promise<void> {
    await this.addRule({ operation: 'jobs.submit', effect: { type: 'plan', ...plan } });
  }

  /** Moves the account's clock forward. */
  async advance(ms: number): Promise<void> {
    await this.#call('POST', '/clock/advance', { by: ms });
  }

  /** The rules that never fired. */
  async unusedRules(): Promise<string[]> {
    if (this.#rules === 0) return [];
    const { rules } = (await this.#call('GET', '/rules')) as {
      rules: { id: string; operation: string; fired: number }[];
    };
    return rules.filter(({ fired }) => fired === 0).map(({ id, operation }) => `${id} on ${operation}`);
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.base}/_mock${path}`, {
      method,
      headers: { ...controlHeaders(this.key), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`The mock server refused ${method} /_mock${path}: ${response.status} ${text}`);
    return JSON.parse(text) as unknown;
  }
}
