import ts from 'typescript';

const TESTS = /^(test|it|describe|suite)$/;

/** `test` in `test.skip`, `test.concurrent.skipIf(…)`, `test.each(…)`. */
function rootOf(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootOf(node.expression);
  return ts.isIdentifier(node) ? node.text : '';
}

const isReport = (node: ts.Expression | undefined): boolean =>
  node !== undefined && ts.isCallExpression(node) && rootOf(node) === 'reportSkip';

/** Whether a call, or the name of a way to skip, skips tests and gives no reason. */
function isSilent(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && TESTS.test(rootOf(node))) {
    const { parent } = node;
    if (node.name.text === 'skipIf')
      return !(ts.isCallExpression(parent) && parent.expression === node && isReport(parent.arguments[0]));
    return /^(skip|runIf|todo)$/.test(node.name.text);
  }
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (TESTS.test(rootOf(expression)))
    return node.arguments.some(
      (one) =>
        ts.isObjectLiteralExpression(one) &&
        one.properties.some(({ name }) => name && /^(skip|todo)$/.test(name.getText())),
    );
  // `skip(reason)` and `context.skip(reason)` in a test.
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return name.getText() === 'skip' && node.arguments.length === 0;
}

/** The lines of a test file that skip tests without a printed reason. */
export function silentSkips(path: string, text: string): string[] {
  // Parsing every test takes seconds.
  if (!/\b(skip|skipIf|runIf|todo)\b/.test(text)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isSilent(node))
      found.push(
        `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText()}`,
      );
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
