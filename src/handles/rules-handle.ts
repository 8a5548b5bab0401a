import type { Account } from '../world/accounts/account.js';
import type { Rule } from '../world/rules/types.js';
import type { RuleInput } from '../world/rules/types.js';
import { ControlError } from './errors.js';

/** The rules of one account. A rule injects an effect into matching calls; docs/reference/rules.md documents them. */
export class RulesHandle {
  readonly #account: () => Account;

  constructor(account: () => Account) {
    this.#account = account;
  }

  /**
   * Adds a rule after the existing ones.
   * @throws ControlError bad_rule for an unknown operation or effect, rule_conflict for an id that is taken
   */
  add(rule: RuleInput): Rule {
    const [added] = this.addAll([rule]);
    if (!added) throw new Error('addAll() returned no rule.');
    return added;
  }

  /** Adds all rules, or none when one is invalid. @throws ControlError */
  addAll(rules: readonly unknown[]): readonly Rule[] {
    const added: Rule[] = [];
    try {
      for (const rule of rules) added.push(this.#rules.add(rule as RuleInput));
    } catch (error) {
      for (const { id } of added) this.#rules.remove(id);
      const which = rules.length > 1 ? `Rule ${added.length + 1} of ${rules.length}: ` : '';
      if (error instanceof TypeError) throw new ControlError('bad_rule', `${which}${error.message}`);
      if (error instanceof RangeError) throw new ControlError('rule_conflict', `${which}${error.message}`);
      throw error;
    }
    return added;
  }

  /** In the order in which they apply, with how often each matched and fired. */
  list(): readonly Rule[] {
    return this.#rules.list();
  }

  /** Rules that never fired. */
  unused(): readonly Rule[] {
    return this.#rules.unused();
  }

  /** @throws ControlError rule_not_found */
  remove(id: string): void {
    if (!this.#rules.remove(id)) throw new ControlError('rule_not_found', `No rule has the id "${id}".`);
  }

  clear(): void {
    this.#rules.clear();
  }

  get #rules(): Account['rules'] {
    return this.#account().rules;
  }
}
