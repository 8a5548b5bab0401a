import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { Reply } from '../traffic/http.js';
import { messageGuard } from './message-guard.js';
import type { CaseFinding, WireGuard } from './wire-guard.js';
import { ServerMessage } from '../traffic/server-message.js';

interface Response {
  $ref?: string;
  content?: Record<string, { schema?: unknown }>;
  'x-evidence'?: { grade?: string };
}

interface ContractOperation {
  operationId?: string;
  responses?: Record<string, Response>;
}

type PathItem = { $ref?: string } & Record<string, ContractOperation | undefined>;

interface Contract {
  paths: Record<string, PathItem>;
  components?: { schemas?: Record<string, unknown> };
}

/** The nearest openapi.yaml at or above a folder; undefined when there is none. */
export function findContract(from = dirname(fileURLToPath(import.meta.url))): string | undefined {
  const file = join(from, 'openapi.yaml');
  if (existsSync(file)) return file;
  return dirname(from) === from ? undefined : findContract(dirname(from));
}

/**
 * Judges answers against an OpenAPI document. What the document marks as inferred, and statuses it does not list at
 * all, can only warn. Bodies that are not JSON are judged by their media type alone.
 */
export function contractGuard(file: string): WireGuard {
  const contract = parse(readFileSync(file, 'utf8')) as Contract;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema(contract, 'contract');
  const routes = Object.entries(contract.paths)
    .map(([path, item]) => ({ path, item, pattern: patternOf(path) }))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  const validators = new Map<string, ValidateFunction>();
  const validator = (pointer: string) => {
    const known = validators.get(pointer);
    if (known) return known;
    const made = ajv.compile({ $ref: `contract#${pointer}` });
    validators.set(pointer, made);
    return made;
  };
  const follow = (pointer: string): { pointer: string; value: unknown } => {
    const value = at(contract, pointer);
    const ref = isRecord(value) && typeof value['$ref'] === 'string' ? value['$ref'] : undefined;
    return ref === undefined ? { pointer, value } : follow(ref.slice(1));
  };

  const judgeMessage = messageGuard(contract, validator);
  return (subject) => {
    if (subject instanceof ServerMessage) return judgeMessage(subject);
    const finding = judgeAnswer(subject);
    return finding ? [finding] : [];
  };

  function judgeAnswer(answer: Reply): CaseFinding | undefined {
    const method = answer.exchange.method.toLowerCase();
    const path = answer.exchange.path.split('?')[0] ?? '';
    const route = routes.find(({ pattern }) => pattern.test(path));
    if (!route) return undefined;
    const item = follow(`/paths/${escape(route.path)}`);
    if (!isRecord(item.value) || !(method in item.value)) return undefined;
    const listed = at(contract, `${item.pointer}/${method}/responses`);
    if (!isRecord(listed)) return undefined;
    if (!(String(answer.status) in listed)) {
      const message = `${answer.status} is not among the answers of ${method} ${route.path}: ${Object.keys(listed).join(', ')}`;
      return { ok: false, message, inferred: true };
    }
    const response = follow(`${item.pointer}/${method}/responses/${answer.status}`);
    const { content, 'x-evidence': evidence } = response.value as Response;
    const inferred = evidence?.grade === 'inferred';
    if (!content || answer.bytes.length === 0) {
      const ok = !content || method === 'head';
      return { ok, message: 'the body is empty', inferred };
    }
    if (!(answer.type in content)) {
      const message = `"${answer.type}" is not among the media types: ${Object.keys(content).join(', ')}`;
      return { ok: false, message, inferred };
    }
    if (answer.type !== 'application/json') return { ok: true, message: '', inferred };
    const validate = validator(`${response.pointer}/content/${escape(answer.type)}/schema`);
    const ok = validate(answer.json);
    return { ok, message: ajv.errorsText(validate.errors, { dataVar: 'body' }), inferred };
  }
}

/** A path template as a pattern; templated segments match anything but a slash. */
function patternOf(path: string): RegExp {
  const source = path.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('[^/]+')}$`);
}

const escape = (segment: string) => segment.replaceAll('~', '~0').replaceAll('/', '~1');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The value at a JSON pointer. */
function at(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), root);
}
