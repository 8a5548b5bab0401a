import type { Rule } from 'eslint';

/** What a rule of this repository forbids: a selector of ESLint's syntax tree, and why. */
export interface Forbidden {
  readonly selector: string;
  readonly message: string;
}

/** A rule that reports every node that a selector matches. */
export const forbid = (...all: readonly Forbidden[]): Rule.RuleModule => ({
  create: (context) =>
    Object.fromEntries(
      all.map(({ selector, message }) => [selector, (node: Rule.Node) => context.report({ node, message })]),
    ),
});
