import type { Account } from '../world/accounts/account.js';
import type { Rule } from '../world/rules/types.js';
import type { RuleInput } from '../world/rules/types.js';
import { ControlError } from './errors.js';

/** The rules of one account: what shall happen to which operation, and when. docs/reference/rules.md has the language. */
export class RulesHandle {
  readonly #account: () => Account;

  constructor(account: () => Account) {
    this.#account = account;
  }

  /**
   * Adds a rule behind those there are.
   * @throws ControlError bad_rule for an unknown operation or effect, rule_conflict for an id that is taken
   */
  add(rule: RuleInput): Rule {
    const [added] = this.addAll([rule]);
    if (!added) throw new Error('One rule in, one rule out.');
    return added;
  }

  /** Adds all of them, or none when one does not fit. @throws ControlError */
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

  /** In the order in which they are asked, with how often each matched and fired. */
  list(): readonly Rule[] {
    return this.#rules.list();
  }

  /** Those that never fired. */
  unused(): readonly Rule[] {
    return this.#rules.unused();
  }

  /** @throws ControlError rule_not_found */
  remove(id: string): void {
    if (!this.#rules.remove(id)) throw new ControlError('rule_not_found', `There is no rule "${id}".`);
  }

  clear(): void {
    this.#rules.clear();
  }

  get #rules(): Account['rules'] {
    return this.#account().rules;
  }
}
