import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

/** control.openapi.yaml as a judge of answers. */

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

const document = parse(readFileSync(new URL('../../../control.openapi.yaml', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: {
      readonly Error: {
        readonly properties: {
          readonly error: { readonly properties: { readonly code: { readonly enum: readonly string[] } } };
        };
      };
    };
  };
};

/** `GET /clock`, for every route of the document. */
export const documented = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
);

/** The codes that the document knows. */
export const controlErrorCodes = document.components.schemas.Error.properties.error.properties.code.enum;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'control');

const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** What is wrong with an answer, held against the document; empty when nothing is. */
export function breaches(method: string, path: string, status: number, body: unknown): readonly string[] {
  const text = path.startsWith('/inspector') ? 'text/html' : 'text/plain';
  const type = typeof body === 'string' ? text : 'application/json';
  const at = schemaOf(method.toLowerCase(), path.split('?')[0] ?? path, status, type);
  if (at === undefined) return [`That ${method} ${path} answers ${status} is not documented`];
  const validate = ajv.getSchema(`control#/${at}`);
  if (!validate) return [`${at} does not resolve`];
  void validate(body);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${method} ${path} ${status} ${instancePath}: ${message ?? ''}`,
  );
}

function schemaOf(method: string, path: string, status: number, type: string): string | undefined {
  const template = Object.keys(document.paths).find((known) =>
    new RegExp(`^${known.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const operation = template && document.paths[template]?.[method];
  if (!template || !operation) return status >= 400 ? pointer('components', 'schemas', 'Error') : undefined;
  const key = [String(status), `${Math.floor(status / 100)}XX`].find((one) => one in operation.responses);
  if (key === undefined) return undefined;
  const response = operation.responses[key];
  const at =
    typeof response === 'object' && response !== null && '$ref' in response
      ? String(response.$ref).slice(2)
      : pointer('paths', template, method, 'responses', key);
  return `${at}/${pointer('content', type, 'schema')}`;
}
