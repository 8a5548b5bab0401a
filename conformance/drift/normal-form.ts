import { UsageError } from '../engine/filter.js';

/** What a document declares about one value. */
export interface Leaf {
  /** JSON types, `file` for bytes, sorted; empty for an empty schema. */
  types: string[];
  required: boolean;
  /** Allowed values; absent when any value is valid. */
  values?: string[];
  /** minimum, maxLength, pattern ... by name, as text or numbers. */
  bounds: Record<string, number | string>;
  default?: string;
}

export interface ResponseForm {
  /** Evidence in our document; served documents have none. */
  grade?: string;
  /** By media type, then by field such as `detail[].loc`; the body itself is the field ``. */
  bodies: Map<string, Map<string, Leaf>>;
}

export interface OperationForm {
  deprecated: boolean;
  /** By `header x-api-key`, `query model`. */
  parameters: Map<string, Leaf>;
  bodies: Map<string, Map<string, Leaf>>;
  responses: Map<string, ResponseForm>;
}

/** A document as a list of operations: `POST /v1/files`. Without references, nesting and order. */
export type NormalForm = Map<string, OperationForm>;

type Node = Record<string, unknown>;
const methods = ['get', 'post', 'put', 'patch', 'delete'];
const deepest = 8;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const entries = (value: unknown): [string, Node][] =>
  isNode(value) ? Object.entries(value).filter((entry): entry is [string, Node] => isNode(entry[1])) : [];
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** Flattens an OpenAPI 3 document. Throws UsageError for other documents. */
export function normalForm(document: unknown, name: string): NormalForm {
  if (!isNode(document) || !isNode(document['paths'])) {
    throw new UsageError(`${name} is not an OpenAPI document: it has no paths.`);
  }
  const reader = new SchemaReader(document);
  const form: NormalForm = new Map();
  for (const [path, item] of entries(document['paths'])) {
    const found = reader.follow(item);
    for (const method of methods) {
      const operation = found[method];
      if (isNode(operation)) form.set(`${method.toUpperCase()} ${path}`, reader.operation(operation, found));
    }
  }
  return form;
}

class SchemaReader {
  constructor(private readonly document: Node) {}

  follow(value: Node): Node {
    const ref = value['$ref'];
    if (typeof ref !== 'string' || !ref.startsWith('#/')) return value;
    let found: unknown = this.document;
    for (const part of ref.slice(2).split('/')) {
      const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      found = isNode(found) ? found[name] : undefined;
    }
    return isNode(found) ? this.follow(found) : {};
  }

  operation(operation: Node, item: Node): OperationForm {
    const parameters = new Map<string, Leaf>();
    for (const each of [...nodes(item['parameters']), ...nodes(operation['parameters'])].map((one) =>
      this.follow(one),
    )) {
      const name = `${String(each['in'])} ${each['in'] === 'header' ? String(each['name']).toLowerCase() : String(each['name'])}`;
      const schema = isNode(each['schema']) ? each['schema'] : {};
      parameters.set(name, { ...this.#leaf(schema), required: each['required'] === true });
    }
    const body = isNode(operation['requestBody']) ? this.follow(operation['requestBody']) : {};
    const responses = new Map<string, ResponseForm>();
    for (const [status, each] of entries(operation['responses'])) {
      const response = this.follow(each);
      const evidence = response['x-evidence'];
      responses.set(status, {
        bodies: this.#bodies(response, true),
        ...(isNode(evidence) ? { grade: String(evidence['grade']) } : {}),
      });
    }
    return {
      deprecated: operation['deprecated'] === true,
      parameters,
      bodies: this.#bodies(body, body['required'] === true),
      responses,
    };
  }

  #bodies(holder: Node, required: boolean): OperationForm['bodies'] {
    return new Map(
      entries(holder['content']).map(([type, media]) => {
        const fields = new Map<string, Leaf>();
        const described = isNode(media['schema']) ? media['schema'] : {};
        const bytes = { type: 'string', format: 'binary' };
        this.#fields(/json|form/.test(type) ? described : bytes, '', required, fields, 0);
        return [type.toLowerCase(), fields];
      }),
    );
  }

  #fields(schema: Node, place: string, required: boolean, into: Map<string, Leaf>, depth: number): void {
    if (depth > deepest) return;
    into.set(place, { ...this.#leaf(schema), required });
    for (const part of this.#parts(schema)) {
      const needed = Array.isArray(part['required']) ? (part['required'] as unknown[]) : [];
      for (const [name, property] of entries(part['properties'])) {
        const inside = place === '' ? name : `${place}.${name}`;
        if (!into.has(inside)) this.#fields(property, inside, needed.includes(name), into, depth + 1);
      }
      if (isNode(part['items'])) this.#fields(part['items'], `${place}[]`, true, into, depth + 1);
    }
  }

  /** A schema with the parts it is composed of, without null. */
  #parts(schema: Node, depth = 0): Node[] {
    const own = this.follow(schema);
    if (depth > deepest) return [own];
    const inner = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => nodes(own[name]));
    return [own, ...inner.flatMap((each) => this.#parts(each, depth + 1))].filter(
      (each) => each['type'] !== 'null',
    );
  }

  #leaf(schema: Node): Omit<Leaf, 'required'> {
    const parts = this.#parts(schema);
    const types = new Set<string>();
    const values = new Set<string>();
    const bounds: Leaf['bounds'] = {};
    for (const part of parts) {
      const bytes = part['format'] === 'binary' || part['contentMediaType'] === 'application/octet-stream';
      for (const type of [part['type']].flat())
        if (typeof type === 'string' && type !== 'null') types.add(bytes ? 'file' : type);
      if (part['properties']) types.add('object');
      for (const value of Array.isArray(part['enum']) ? (part['enum'] as unknown[]) : [])
        values.add(JSON.stringify(value));
      if ('const' in part) values.add(JSON.stringify(part['const']));
      for (const name of [
        'minimum',
        'maximum',
        'minLength',
        'maxLength',
        'minItems',
        'maxItems',
        'pattern',
        'format',
      ]) {
        const bound = part[name];
        if ((typeof bound === 'number' || typeof bound === 'string') && bound !== 'binary')
          bounds[name] = bound;
      }
    }
    const byDefault = parts.find((part) => 'default' in part)?.['default'];
    return {
      types: [...types].sort(),
      bounds,
      ...(values.size > 0 ? { values: [...values].sort() } : {}),
      ...(byDefault === undefined ? {} : { default: JSON.stringify(byDefault) }),
    };
  }
}
