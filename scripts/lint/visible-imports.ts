import type { Rule } from 'eslint';
import { forbid } from './forbid.js';

const LITERAL = 'Name the module in quotes: the import rules cannot follow a computed name.';
const LOADER = 'Load modules with import: the import rules do not see other loaders.';

/** The import rules read names in quotes only. These rules refuse every other way to a module. */
export const visibleImports: Readonly<Record<string, Rule.RuleModule>> = {
  'literal-import': forbid(
    { selector: "ImportExpression[source.type!='Literal']", message: LITERAL },
    {
      selector:
        ':matches(CallExpression, NewExpression) > Literal[value=/^\\.{1,2}\\u002F.*\\.[cm]?[jt]sx?$/]',
      message: LOADER,
    },
    {
      selector:
        ':matches(CallExpression, NewExpression) > TemplateLiteral > TemplateElement:first-child[value.raw=/^\\.{1,2}\\u002F/]',
      message: LOADER,
    },
  ),
  'module-loader': forbid(
    {
      selector:
        ':matches(ImportDeclaration, ImportExpression, ExportNamedDeclaration, ExportAllDeclaration)[source.value=/^(node:)?(module|vm|worker_threads)$/]',
      message: LOADER,
    },
    { selector: 'MemberExpression[property.name=/^(getBuiltinModule|mainModule|dlopen)$/]', message: LOADER },
    {
      selector: 'MemberExpression[property.value=/^(getBuiltinModule|mainModule|dlopen)$/]',
      message: LOADER,
    },
    { selector: 'Property[key.name=/^(getBuiltinModule|mainModule|dlopen)$/]', message: LOADER },
  ),
  'import-meta': forbid({
    selector: "MetaProperty[meta.name='import']",
    message: `A file's own location leads to any other file. ${LOADER}`,
  }),
};
