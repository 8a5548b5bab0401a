import { z } from 'zod';
import { UsageError } from '../core/filter.js';
import { cleaned } from './record.js';
import { Keyring } from './keyring.js';
import type { Call, Connection, Sent, Trace } from './trace.js';

const entry = z.looseObject({
  seq: z.number(),
  at: z.iso.datetime(),
  kind: z.enum(['http', 'ws', 'world']),
  operation: z.string(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.number().optional(),
  model: z.string().optional(),
  sessionId: z.string().optional(),
  request: z.unknown().optional(),
  response: z.unknown().optional(),
  detail: z
    .looseObject({
      direction: z.enum(['in', 'out']).optional(),
      type: z.string().optional(),
      close: z.number().optional(),
    })
    .optional(),
});
const journal = z.looseObject({ entries: z.array(entry) });
type Entry = z.output<typeof entry>;

/**
 * Asks a stand-in for the journal of one account. It holds no headers and strikes credentials, so rules about those
 * do not apply; its times are those of the account's clock. Throws UsageError when there is none.
 */
export async function readJournal(url: string, key: string): Promise<Trace> {
  const base = url.replace(/\/+$/, '');
  const response = await fetch(`${base}/_mock/journal`, { headers: { 'x-api-key': key } }).catch(
    (cause: unknown) => {
      throw new UsageError(`Nothing answers at ${base}. Is the stand-in running?`, { cause });
    },
  );
  const parsed = journal.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    throw new UsageError(
      `${base}/_mock/journal answered ${response.status} and no journal: is it a stand-in of this project?\n${z.prettifyError(parsed.error)}`,
    );
  }
  return traceOf(parsed.data.entries, base);
}

function traceOf(entries: readonly Entry[], source: string): Trace {
  const keys = new Keyring();
  const trace: Trace = { source, kind: 'journal', calls: [], connections: [] };
  const sessions = new Map<string, Connection>();
  for (const each of entries) {
    if (each.kind === 'http') trace.calls.push(call(each, keys));
    if (each.kind !== 'ws') continue;
    const id = each.sessionId ?? `refused ${each.seq}`;
    let connection = sessions.get(id);
    if (!connection) {
      connection = { n: each.seq, at: Date.parse(each.at), path: '/v1/stream', messages: [] };
      sessions.set(id, connection);
      trace.connections.push(connection);
    }
    if (each.model !== undefined) connection.model = each.model;
    const incoming = each.detail?.direction === 'in';
    const body = incoming ? each.request : each.response;
    if (typeof body === 'object' && body !== null) {
      const from = incoming ? ('client' as const) : ('server' as const);
      connection.messages.push({
        at: Date.parse(each.at),
        from,
        ...cleaned(body as Record<string, unknown>, keys),
      });
    }
    if (each.detail?.close !== undefined) connection.closed = { by: 'server', code: each.detail.close };
  }
  return trace;
}

/** A form is told as fields by name, files as lists of {filename, mime, size}. */
function call(each: Entry, keys: Keyring): Call {
  const at = Date.parse(each.at);
  const form = /^\/v1\/(jobs|generate|files)/.test(each.path ?? '') && each.method === 'POST';
  const sent =
    each.request === undefined || each.request === null
      ? undefined
      : form
        ? fields(each.request)
        : { json: each.request };
  return {
    n: each.seq,
    at,
    endedAt: at,
    method: each.method ?? 'GET',
    path: each.path ?? '',
    ...(sent ? { sent: keys.clean(sent) as Sent } : {}),
    status: each.status ?? 0,
    ...(each.response === undefined ? {} : { answer: keys.clean(each.response) }),
  };
}

const file = z.array(
  z.looseObject({ filename: z.string().optional(), mime: z.string().optional(), size: z.number() }),
);

function fields(request: unknown): Sent | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  return {
    fields: Object.entries(request).flatMap(([name, value]): NonNullable<Sent['fields']> => {
      const files = file.safeParse(value);
      if (!files.success) return [value].flat().map((each: unknown) => ({ name, value: String(each) }));
      return files.data.map((one) => ({
        name,
        file: { name: one.filename ?? '', type: one.mime ?? '', size: one.size },
      }));
    }),
  };
}
