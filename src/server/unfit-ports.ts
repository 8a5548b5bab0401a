/**
 * The ports that fetch refuses, in browsers and in Node, because services without HTTP use them: "bad ports" of the
 * Fetch Standard, section 2.9 (https://fetch.spec.whatwg.org/#port-blocking). WebSockets are refused there too.
 */
const BLOCKED: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/**
 * The Python and Android SDKs look for "401" in the whole text of an error, the URL included, and then stop
 * reconnecting (facts: sdk-python-android-ios.md 6).
 */
const isMisread = (port: number): boolean => String(port).includes('401');

/** Whether some clients cannot use a server on this port. */
export const isUnfitPort = (port: number): boolean => isMisread(port) || BLOCKED.has(port);

/** What to tell the user of a server on this port: one sentence for each kind of client that cannot use it. */
export function portWarnings(port: number): readonly string[] {
  const warnings: string[] = [];
  if (isMisread(port))
    warnings.push(
      `Port ${port} contains "401": the Python and Android SDKs read it in their error texts as an HTTP 401 and stop reconnecting. Choose another port.`,
    );
  if (BLOCKED.has(port))
    warnings.push(
      `Browsers and Node's fetch refuse port ${port}: it is a blocked port of the Fetch Standard, so no page can call this server. Choose another port, such as 8787.`,
    );
  return warnings;
}
