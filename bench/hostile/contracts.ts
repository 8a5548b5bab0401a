import { fileURLToPath } from 'node:url';
import { operations, readDocument } from '../../scripts/evidence-document.js';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

interface Known {
  readonly method: string;
  readonly route: RegExp;
  readonly statuses: ReadonlySet<string>;
}

const known: readonly Known[] = [
  ['openapi.yaml', ''],
  ['control.openapi.yaml', '/_mock'],
].flatMap(([name = '', base]) =>
  operations(readDocument(path(name))).flatMap(({ method, routes, operation }) =>
    routes.map((route) => ({
      method: method.toUpperCase(),
      route: new RegExp(`^${base}${route.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      statuses: new Set(Object.keys(operation.responses)),
    })),
  ),
);

/** Whether a contract lists a status for a request, of which the first line is given. */
export function isDocumented(firstLine: string, status: number): boolean {
  const [method = '', target = '', version = ''] = firstLine.split(' ');
  // Before there is an operation: see "http_version" in docs/reference/errors.md.
  if (status === 505) return !/^HTTP\/1\.\d$/.test(version);
  const at = target.split('?')[0] ?? '';
  return known.some((one) => one.method === method && one.route.test(at) && one.statuses.has(String(status)));
}
