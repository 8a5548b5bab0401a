import type { Rule } from 'eslint';
import ts from 'typescript';

/** What this rule uses of typescript-eslint's services. */
interface TypeServices {
  readonly program: ts.Program | null;
  getTypeAtLocation(node: unknown): ts.Type;
}

// Not the iterators: what they return is any by default.
const CONTAINERS = /^(Promise|PromiseLike|Array|ReadonlyArray|Set|ReadonlySet|Map|ReadonlyMap)$/;

/** `any`, or a promise or collection of it. Other generic types of packages have `any` in their own defaults. */
function isAny(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.flags & ts.TypeFlags.Any) return true;
  if (!CONTAINERS.test(type.symbol?.name ?? '') || !('target' in type)) return false;
  return checker.getTypeArguments(type as ts.TypeReference).some((one) => isAny(one, checker));
}

/** Refuses types that are `any` without the word, such as `ReturnType<typeof JSON.parse>`. */
export const noAnyType: Rule.RuleModule = {
  create(context) {
    const services = context.sourceCode.parserServices as TypeServices;
    const checker = services.program?.getTypeChecker();
    if (checker === undefined) throw new Error('house/no-any-type needs type information.');
    return {
      ':matches(TSTypeReference, TSIndexedAccessType, TSTypeQuery, TSConditionalType)'(node: Rule.Node) {
        if (isAny(services.getTypeAtLocation(node), checker))
          context.report({ node, message: 'This type is any. Use unknown and narrow it, or name the type.' });
      },
    };
  },
};
