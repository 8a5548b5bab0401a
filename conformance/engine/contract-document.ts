import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

interface PathItem {
  [method: string]: unknown;
}

interface Contract {
  paths: Record<string, PathItem>;
  components?: { schemas?: Record<string, unknown> };
}

/** A value of the document, and the JSON pointer to it, with references resolved. */
export interface Located {
  pointer: string;
  value: unknown;
}

/** An OpenAPI document: finds routes and validates by its schemas. */
export class ContractDocument {
  readonly contract: Contract;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
  readonly #routes: readonly { path: string; pattern: RegExp }[];
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(file: string) {
    this.contract = parse(readFileSync(file, 'utf8')) as Contract;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.contract, 'contract');
    // A path with fewer parameters goes first: it matches more narrowly.
    this.#routes = Object.keys(this.contract.paths)
      .map((path) => ({ path, pattern: patternOf(path) }))
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  }

  /** The path template of a path. */
  routeOf(path: string): string | undefined {
    return this.#routes.find(({ pattern }) => pattern.test(path))?.path;
  }

  /** The value at a JSON pointer, with references followed. */
  follow(pointer: string): Located {
    const value = at(this.contract, pointer);
    const ref = isRecord(value) && typeof value['$ref'] === 'string' ? value['$ref'] : undefined;
    return ref === undefined ? { pointer, value } : this.follow(ref.slice(1));
  }

  /** A validator for the schema at a JSON pointer. */
  validator(pointer: string): ValidateFunction {
    const known = this.#validators.get(pointer);
    if (known) return known;
    const made = this.#ajv.compile({ $ref: `contract#${pointer}` });
    this.#validators.set(pointer, made);
    return made;
  }

  /** The errors of a validator in words. */
  errorsText(validate: ValidateFunction, name: string): string {
    return this.#ajv.errorsText(validate.errors, { dataVar: name });
  }
}

/** A path template as a pattern; templated segments match anything but a slash. */
function patternOf(path: string): RegExp {
  const source = path.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('[^/]+')}$`);
}

/** A segment of a JSON pointer. */
export const escapeSegment = (segment: string) => segment.replaceAll('~', '~0').replaceAll('/', '~1');

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The value at a JSON pointer. */
function at(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), root);
}
