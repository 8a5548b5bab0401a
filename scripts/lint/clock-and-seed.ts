import type { Rule } from 'eslint';

const TIME = 'Time comes only from the Clock (src/world/time/clock.ts).';
const CHANCE = 'Chance comes only from the seed (src/world/random/random.ts).';
const DETOUR = 'Name the global itself: the rules for time and chance read names.';

/** Globals that give host time or chance: entirely, or by some members. */
const globals: Readonly<Record<string, { readonly members?: readonly string[]; readonly message: string }>> =
  {
    setTimeout: { message: TIME },
    setInterval: { message: TIME },
    performance: { message: TIME },
    Date: { members: ['now'], message: TIME },
    AbortSignal: { members: ['timeout'], message: TIME },
    process: { members: ['hrtime', 'uptime'], message: TIME },
    Math: { members: ['random'], message: CHANCE },
    crypto: { message: CHANCE },
    globalThis: { message: DETOUR },
    global: { message: DETOUR },
    window: { message: DETOUR },
    self: { message: DETOUR },
  };

const modules: Readonly<Record<string, string>> = {
  timers: TIME,
  'timers/promises': TIME,
  perf_hooks: TIME,
  process: DETOUR,
};

/** Exports of node:crypto that draw from the host. */
const DRAWS = /^(random|pseudoRandom|prng|getRandom|webcrypto|subtle|generate)/;

/** The member that an expression reads from a global; undefined when it takes the global itself. */
function membersRead(node: Rule.Node): readonly string[] | undefined {
  const { parent } = node;
  if (parent === null) return undefined;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    if (!parent.computed && parent.property.type === 'Identifier') return [parent.property.name];
    return parent.property.type === 'Literal' ? [String(parent.property.value)] : undefined;
  }
  if (parent.type !== 'VariableDeclarator' || parent.init !== node || parent.id.type !== 'ObjectPattern')
    return undefined;
  return parent.id.properties.flatMap((one) =>
    one.type === 'Property' && one.key.type === 'Identifier' && !one.computed ? [one.key.name] : ['*'],
  );
}

/** `new Date(at)` and `value instanceof Date` read no clock; `new Date()` and `Date()` do. */
function isHarmless(node: Rule.Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (parent.type === 'BinaryExpression') return parent.operator === 'instanceof';
  if (parent.type !== 'NewExpression' || parent.callee !== node) return false;
  return parent.arguments.length > 0 && parent.arguments[0]?.type !== 'SpreadElement';
}

/** A name in a type is no use of the global. Such nodes are TypeScript's, which ESLint's types do not have. */
const isInType = (node: Rule.Node): boolean =>
  /^TS(TypeReference|TypeQuery|QualifiedName|InterfaceHeritage|ClassImplements)$/.test(
    node.parent?.type ?? '',
  );

/** What a use of a global is called in `allow`: `Date.now`, `globalThis`. Undefined when it is harmless. */
function forbiddenUse(name: string, node: Rule.Node): string | undefined {
  const members = globals[name]?.members;
  if (members === undefined) return name;
  const read = membersRead(node);
  if (read === undefined) {
    return (name === 'Date' || name === 'AbortSignal') && isHarmless(node) ? undefined : name;
  }
  const found = read.find((one) => one === '*' || members.includes(one));
  return found === undefined ? undefined : `${name}.${found}`;
}

/**
 * Refuses host time and chance, however they are named. An account's time and chance are injected: a global makes two
 * runs with one seed differ. Its option `allow` lists uses such as `process.hrtime` and modules such as `node:timers`.
 */
export const clockAndSeed: Rule.RuleModule = {
  meta: {
    defaultOptions: [{ allow: [] }],
    schema: [{ type: 'object', properties: { allow: { type: 'array', items: { type: 'string' } } } }],
  },
  create(context) {
    const [options] = context.options as readonly { readonly allow: readonly string[] }[];
    const report = (node: Rule.Node, use: string, message: string): void => {
      if (!options?.allow.includes(use)) context.report({ node, message: `${use}: ${message}` });
    };
    const atSource = (node: Rule.Node): void => {
      if (!('source' in node) || node.source?.type !== 'Literal') return;
      const source = String(node.source.value).replace(/^node:/, '');
      const message = modules[source];
      if (message !== undefined) report(node, `node:${source}`, message);
      if (source !== 'crypto') return;
      const specifiers = 'specifiers' in node ? node.specifiers : [];
      // Import by name, so that this rule sees what is used.
      if (specifiers.length === 0) report(node, 'node:crypto', CHANCE);
      for (const one of specifiers) {
        const taken =
          one.type === 'ImportSpecifier'
            ? one.imported
            : one.type === 'ExportSpecifier'
              ? one.local
              : undefined;
        const name = taken?.type === 'Identifier' ? taken.name : String(taken?.value ?? '*');
        if (name === '*' || name === 'default' || DRAWS.test(name)) report(node, `crypto.${name}`, CHANCE);
      }
    };
    return {
      ImportDeclaration: atSource,
      ImportExpression: atSource,
      ExportNamedDeclaration: atSource,
      ExportAllDeclaration: atSource,
      'Program:exit'(program) {
        const scope = context.sourceCode.getScope(program);
        const known = scope.variables.filter(({ defs }) => defs.length === 0);
        for (const { identifier } of [...scope.through, ...known.flatMap(({ references }) => references)]) {
          const row = identifier.type === 'Identifier' ? globals[identifier.name] : undefined;
          const node = identifier as Rule.Node;
          if (row === undefined || identifier.type !== 'Identifier' || isInType(node)) continue;
          const use = forbiddenUse(identifier.name, node);
          if (use !== undefined) report(node, use, row.message);
        }
      },
    };
  },
};
