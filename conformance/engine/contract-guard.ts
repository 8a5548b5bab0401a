import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../traffic/http.js';
import { ServerMessage } from '../traffic/server-message.js';
import { ContractDocument, escapeSegment, isRecord } from './contract-document.js';
import { messageGuard } from './message-guard.js';
import type { CaseFinding, WireGuard } from './wire-guard.js';

interface ContractResponse {
  content?: Record<string, { schema?: unknown }>;
  'x-evidence'?: { grade?: string };
}

/** The nearest openapi.yaml at or above a folder; or undefined. */
export function findContract(from = dirname(fileURLToPath(import.meta.url))): string | undefined {
  const file = join(from, 'openapi.yaml');
  if (existsSync(file)) return file;
  return dirname(from) === from ? undefined : findContract(dirname(from));
}

const guards = new Map<string, WireGuard>();

/**
 * Judges answers against an OpenAPI document. What the document marks as inferred, and statuses it does not list, can
 * only warn. Bodies that are not JSON are judged by their media type alone. A document is read once per process.
 */
export function contractGuard(file: string): WireGuard {
  const known = guards.get(file);
  if (known) return known;
  const document = new ContractDocument(file);
  const judgeMessage = messageGuard(document);
  const guard: WireGuard = (subject) => {
    if (subject instanceof ServerMessage) return judgeMessage(subject);
    const finding = judgeAnswer(document, subject);
    return finding ? [finding] : [];
  };
  guards.set(file, guard);
  return guard;
}

/** The finding about an answer; undefined where the document does not have the operation. */
function judgeAnswer(document: ContractDocument, answer: Reply): CaseFinding | undefined {
  const method = answer.exchange.method.toLowerCase();
  const route = document.routeOf(answer.exchange.path.split('?')[0] ?? '');
  if (route === undefined) return undefined;
  const item = document.follow(`/paths/${escapeSegment(route)}`);
  if (!isRecord(item.value) || !(method in item.value)) return undefined;
  const operation = `${item.pointer}/${method}/responses`;
  const listed = document.follow(operation).value;
  if (!isRecord(listed)) return undefined;
  if (!(String(answer.status) in listed)) {
    const message = `${answer.status} is not among the answers of ${method} ${route}: ${Object.keys(listed).join(', ')}`;
    return { ok: false, message, inferred: true };
  }
  const response = document.follow(`${operation}/${answer.status}`);
  const { content, 'x-evidence': evidence } = response.value as ContractResponse;
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
  const validate = document.validator(`${response.pointer}/content/${escapeSegment(answer.type)}/schema`);
  const ok = validate(answer.json);
  return { ok, message: document.errorsText(validate, 'body'), inferred };
}
