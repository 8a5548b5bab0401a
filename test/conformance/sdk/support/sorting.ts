import { linePrefix } from '../../../../conformance/adapters/protocol.js';
import type { OpenTransport } from '../../../../conformance/adapters/transport.js';

/** An adapter in a language whose maps sort their keys, as Go's: whatever it passes on comes in that order. */
export const sorting =
  (open: OpenTransport): OpenTransport =>
  async (events) => {
    const transport = await open({
      ...events,
      onLine: (line) => events.onLine(line.startsWith(linePrefix) ? inOrder(line) : line),
    });
    return {
      send: (line) => transport.send(inOrder(line)),
      stop: (graceMs) => transport.stop(graceMs),
    };
  };

function inOrder(line: string): string {
  const { kit, ...message } = JSON.parse(line) as { kit: number };
  return JSON.stringify({ kit, ...(sorted(message) as object) });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
