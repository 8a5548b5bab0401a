/**
 * Reads the query of a realtime URL. Clients encode it in three ways: percent (Python, JavaScript), form (Android, and
 * JavaScript since 0.1), and not at all (iOS; facts: sdk-python-android-ios.md 3.1).
 */

/** What clients and proxies send beside `api_key`. */
const KNOWN = new Set([
  'api_key',
  'model',
  'resolution',
  'speed',
  'user_agent',
  'livekit_server_codec',
  'livekit_early_room_info',
  'livekit_eager_join',
  'livekit_warmup',
  'pixel_latency',
  'sei_latency',
  'emit_server_metrics',
  'ice_transport_policy',
  'IP',
  'port',
]);

export interface RealtimeQuery {
  readonly path: string;
  /** First value of each parameter but the key, form-decoded. */
  readonly values: ReadonlyMap<string, string>;
  /** What the key may have been, likeliest first; empty when there was none. */
  readonly keys: readonly string[];
}

export function readQuery(url: string): RealtimeQuery {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const values = new Map<string, string>();
  let rawKey: string | undefined;
  let inKey = false;
  for (const part of mark < 0 ? [] : url.slice(mark + 1).split('&')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    if (name === 'api_key' && rawKey === undefined) {
      rawKey = value;
      inKey = true;
    } else if (inKey && !KNOWN.has(name)) {
      // A key that was not encoded may hold an ampersand: what follows is none of the parameters we know.
      rawKey = `${rawKey}&${part}`;
    } else {
      inKey = false;
      const decoded = decode(value.replaceAll('+', ' '));
      if (!values.has(name)) values.set(name, decoded ?? value);
    }
  }
  return { path: decode(path) ?? path, values, keys: candidates(rawKey) };
}

/** No key holds a blank, so `+` stands for itself; then the form-decoded key, then the text as it came. */
function candidates(raw: string | undefined): string[] {
  if (raw === undefined || raw === '') return [];
  const readings = [decode(raw), decode(raw.replaceAll('+', ' '))?.trim(), raw];
  return [...new Set(readings.filter((key): key is string => key !== undefined && key !== ''))];
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
