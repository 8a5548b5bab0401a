export interface RealtimeQuery {
  readonly path: string;
  /** First value of each parameter except the key, form-decoded. */
  readonly values: ReadonlyMap<string, string>;
  /** Possible readings of the key, most likely first; empty without a key. */
  readonly keys: readonly string[];
}

/**
 * Reads the query of a realtime URL. Clients encode it in three ways: percent (Python, JavaScript), form (Android, and
 * JavaScript since 0.1), and not at all (iOS, where a key with an ampersand breaks; facts: sdk-python-android-ios.md
 * 3.1).
 */
export function readQuery(url: string): RealtimeQuery {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const values = new Map<string, string>();
  let rawKey: string | undefined;
  for (const part of mark < 0 ? [] : url.slice(mark + 1).split('&')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    if (name === 'api_key') rawKey ??= value;
    else if (!values.has(name)) values.set(name, decode(value.replaceAll('+', ' ')) ?? value);
  }
  return { path: decode(path) ?? path, values, keys: keyReadings(rawKey) };
}

/** Keys contain no blank, so `+` means itself first. Then the form-decoded key, then the raw text. */
function keyReadings(raw: string | undefined): string[] {
  if (raw === undefined || raw === '') return [];
  // Almost every key: its readings are all alike.
  if (/^[\w.-]+$/.test(raw)) return [raw];
  const readings = [decode(raw), decode(raw.replaceAll('+', ' '))?.trim(), raw];
  return [...new Set(readings.filter((key): key is string => key !== undefined && key !== ''))];
}

function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
