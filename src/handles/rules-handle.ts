import type { RuleView } from '../contract/control-types.js';
import { ApiError } from '../contract/errors.js';
import type { Account } from '../world/accounts/account.js';
import type { Rule } from '../world/rules/types.js';
import type { RuleInput } from '../world/rules/types.js';
import { loadChecks } from './load-checks.js';
import { ControlError } from './errors.js';
import { ruleView } from './views.js';

/** The rules of one account. A rule injects an effect into matching calls; docs/reference/rules.md documents them. */
export class RulesHandle {
  readonly #account: () => Promise<Account>;

  /** @internal */
  constructor(account: () => Promise<Account>) {
    this.#account = account;
  }

  /**
   * Adds a rule after the existing ones.
   * @throws ControlError bad_rule for an unknown operation or effect, rule_conflict for an id that is taken, full
   */
  async add(rule: RuleInput): Promise<RuleView> {
    const [added] = await this.addAll([rule]);
    if (!added) throw new Error('addAll() returned no rule.');
    return added;
  }

  /** Adds all rules, or none when one is invalid. @throws ControlError, as `add`; bad_input for an empty list, and for what is not a list */
  async addAll(rules: readonly unknown[]): Promise<readonly RuleView[]> {
    const { checkArguments, ruleList } = await loadChecks();
    const given = checkArguments(ruleList, rules, 'rules.addAll()');
    const own = (await this.#account()).rules;
    const added: Rule[] = [];
    try {
      for (const rule of given) added.push(own.add(rule as RuleInput));
    } catch (error) {
      for (const { id } of added) own.remove(id);
      const which = given.length > 1 ? `Rule ${added.length + 1} of ${given.length}: ` : '';
      if (error instanceof ApiError) throw new ControlError('full', `${which}${error.message}.`);
      if (error instanceof TypeError) throw new ControlError('bad_rule', `${which}${error.message}`);
      if (error instanceof RangeError) throw new ControlError('rule_conflict', `${which}${error.message}`);
      throw error;
    }
    return added.map(ruleView);
  }

  /** In the order in which they apply, with how often each matched and fired. */
  async list(): Promise<readonly RuleView[]> {
    return (await this.#account()).rules.list().map(ruleView);
  }

  /** Rules that never fired. */
  async unused(): Promise<readonly RuleView[]> {
    return (await this.#account()).rules.unused().map(ruleView);
  }

  /** Removes one rule. @returns 1 @throws ControlError rule_not_found */
  async remove(id: string): Promise<number> {
    if (!(await this.#account()).rules.remove(id))
      throw new ControlError('rule_not_found', `No rule has the id "${id}".`);
    return 1;
  }

  /** Removes all rules. @returns how many there were */
  async clear(): Promise<number> {
    const { rules } = await this.#account();
    const removed = rules.list().length;
    rules.clear();
    return removed;
  }
}
