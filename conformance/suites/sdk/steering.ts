import { controlHeaders } from '../../targets/control-headers.js';

/** A rule for the stand-in's control API, as POST /_mock/rules takes it. */
export interface SteeringRule {
  operation: string;
  match?: Record<string, string>;
  when?: { first?: number; nth?: number; every?: number; after?: number };
  effect: { type: string } & Record<string, unknown>;
}

/** Tells the stand-in how to behave towards one account, and asks whether it did. */
export class Steering {
  #asked = 0;

  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {}

  /** A fresh account on real time. */
  async reset(): Promise<void> {
    await this.#call('POST', '/reset', {});
    await this.#call('PUT', '/clock', { mode: 'real' });
  }

  /** From now on time stands still on the account, but for `advance`. */
  async hold(): Promise<void> {
    await this.#call('PUT', '/clock', { mode: 'manual' });
  }

  async fault(rule: SteeringRule): Promise<void> {
    this.#asked++;
    await this.#call('POST', '/rules', rule);
  }

  /** Jobs from now on run this long: ms of waiting, ms of work. */
  async jobs(plan: {
    pending?: number;
    processing?: number;
    outcome?: 'completed' | 'failed' | 'hang';
  }): Promise<void> {
    await this.fault({ operation: 'jobs.submit', effect: { type: 'plan', ...plan } });
  }

  /** Lets virtual time pass on the account at once. */
  async advance(ms: number): Promise<void> {
    await this.#call('POST', '/clock/advance', { by: ms });
  }

  /** The rules that never fired. */
  async unfired(): Promise<string[]> {
    if (this.#asked === 0) return [];
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
      throw new Error(`The stand-in refused ${method} /_mock${path}: ${response.status} ${text}`);
    return JSON.parse(text) as unknown;
  }
}
