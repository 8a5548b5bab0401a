/** Reads an OpenAPI document of this project as plain data, with typed extensions and resolved references. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const grades = ['documented', 'observed', 'sdk', 'inferred'] as const;
export type Grade = (typeof grades)[number];

export interface EvidenceNote {
  readonly grade: Grade;
  readonly source: string;
  readonly date?: string;
  readonly note?: string;
}
interface Ref {
  readonly $ref?: string;
}
export interface Body {
  readonly schema?: Ref & Readonly<Record<string, unknown>>;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}
export interface Answer extends Ref {
  readonly description?: string;
  readonly content?: Readonly<Record<string, Body>>;
  readonly 'x-evidence'?: EvidenceNote;
}
export interface Parameter extends Ref {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly example?: unknown;
}
export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Body>> };
  readonly responses: Readonly<Record<string, Answer>>;
}
export type PathItem = Ref & { readonly parameters?: readonly Parameter[] } & Readonly<
    Record<string, unknown>
  >;
export interface Schema extends Ref {
  readonly examples?: readonly unknown[];
  readonly 'x-evidence'?: EvidenceNote;
  readonly [key: string]: unknown;
}
export interface Document {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>> & {
    readonly schemas: Readonly<Record<string, Schema>>;
  };
}

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export function readDocument(path: string): Document {
  return parse(readFileSync(path, 'utf8')) as Document;
}

/** Resolves a local reference; returns a value without one as it is. */
export function follow<T extends object>(document: Document, value: T): T {
  const ref = (value as Ref).$ref;
  if (ref === undefined) return value;
  const found = ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
  if (typeof found !== 'object' || found === null) throw new Error(`${ref} does not exist`);
  return follow(document, found as T);
}

/** One operation and all its routes. */
export interface OperationAt {
  readonly method: (typeof methods)[number];
  readonly routes: readonly string[];
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

/** Operations in document order; routes that share a path item are one operation. */
export function operations(document: Document): OperationAt[] {
  const found = new Map<Operation, OperationAt & { routes: string[] }>();
  for (const [route, entry] of Object.entries(document.paths)) {
    const item = follow(document, entry);
    for (const method of methods) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      const known = found.get(operation);
      if (known) known.routes.push(route);
      else {
        const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
        found.set(operation, {
          method,
          routes: [route],
          operation,
          parameters: parameters.map((parameter) => follow(document, parameter)),
        });
      }
    }
  }
  return [...found.values()];
}

const unions = [
  'RealtimeClientMessage',
  'RealtimeServerMessage',
  'LipsyncClientMessage',
  'LipsyncServerMessage',
  'SessionEvent',
];

/** Schemas that describe one realtime message or server-sent event. */
export function messages(document: Document): [name: string, schema: Schema][] {
  return Object.entries(document.components.schemas).filter(
    ([name]) => !unions.includes(name) && unions.some((union) => name.startsWith(union)),
  );
}

/** The examples of a body, from `example` and `examples`. */
export function bodyExamples(body: Body): unknown[] {
  const many = Object.values(body.examples ?? {}).map((example) => example.value);
  return 'example' in body ? [body.example, ...many] : many;
}
