/** Whether an answer with this status may have content (RFC 9110, 15). A 205 says so by a length of 0. */
export const hasContent = (status: number): boolean =>
  status >= 200 && status !== 204 && status !== 205 && status !== 304;

/**
 * A whole HTTP answer as bytes, for a connection that Node serves no longer: an upgrade, CONNECT, or what is no HTTP. The
 * connection closes after it. A text is sent as it is, anything else as JSON. `reason` is the phrase of the status.
 */
export function rawAnswer(
  status: number,
  reason = '',
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): string {
  const given = body === undefined || !hasContent(status) ? undefined : body;
  const text = given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given);
  const lines = {
    ...(given !== undefined && {
      'content-type': typeof given === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
    }),
    ...(status !== 204 && status !== 304 && { 'content-length': String(Buffer.byteLength(text)) }),
    connection: 'close',
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${reason}\r\n${head.join('')}\r\n${text}`;
}
