import type { TracedExchange } from '../../traffic/trace.js';
import { spanOf } from './trace-span.js';
import type { TracedCall, TracedSocket, Trace } from './trace.js';

/** The calls and connections with these numbers, as reports show them. */
export function exchangesOf(trace: Trace, numbers: ReadonlySet<number>): TracedExchange[] {
  const { start } = spanOf(trace);
  const shown = [
    ...trace.calls.filter(({ n }) => numbers.has(n)).map((call) => ofCall(call, start)),
    ...trace.connections
      .filter(({ n }) => numbers.has(n))
      .map((connection) => ofConnection(connection, start)),
  ];
  return shown.sort((a, b) => a.n - b.n);
}

function ofCall(call: TracedCall, start: number): TracedExchange {
  const body = call.sent?.fields
    ? call.sent.fields
        .map(({ name, value, file }) =>
          file ? `${name} = <${file.name}, ${file.type}, ${file.size} bytes>` : `${name} = ${value ?? ''}`,
        )
        .join('\n')
    : call.sent?.json === undefined
      ? undefined
      : JSON.stringify(call.sent.json);
  return {
    n: call.n,
    method: call.method,
    path: call.path,
    requestHeaders: call.headers ?? {},
    ...(body === undefined ? {} : { requestBody: body }),
    curl: `curl -sS -i -X ${call.method} "$DECART_BASE_URL"'${call.path.replaceAll("'", '%27')}' -H "x-api-key: $DECART_API_KEY"`,
    ...(call.status > 0 ? { status: call.status } : { error: 'no answer' }),
    ...(call.answer === undefined ? {} : { responseBody: JSON.stringify(call.answer) }),
    atMs: Math.round(call.at - start),
    durationMs: Math.max(0, Math.round(call.endedAt - call.at)),
  };
}

function ofConnection(connection: TracedSocket, start: number): TracedExchange {
  const lines = connection.messages.map(
    ({ at, from, body }) =>
      `${Math.round(at - start)} ms ${from === 'client' ? '>' : '<'} ${JSON.stringify(body)}`,
  );
  const closed = connection.closed;
  return {
    n: connection.n,
    method: 'GET',
    path: connection.path,
    requestHeaders: { ...connection.headers, upgrade: 'websocket' },
    curl: `websocat "$DECART_REALTIME_URL"'${connection.path.replaceAll("'", '%27')}'`,
    status: connection.refused ?? 101,
    responseBody: [...lines, ...(closed ? [`closed by the ${closed.by} with ${closed.code}`] : [])].join(
      '\n',
    ),
    atMs: Math.round(connection.at - start),
    durationMs: Math.max(0, Math.round((connection.endedAt ?? connection.at) - connection.at)),
  };
}
