const masks: readonly [RegExp, string][] = [
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '<uuid>'],
  // A truncated value ends differently in every run.
  [/[^\s"{}[\],<>]+\.\.\.(?=\.| \(|$)/g, '<cut>...'],
  [/\b(ek|file|job|sess|session|img|req)_(?=\w*\d)\w{8,}/g, '$1_<id>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g, '<time>'],
  [/\b1[6-9]\d{8}(?:\d{3})?\b/g, '<time>'],
  [/\b[\da-f]{64}\b/g, '<sha256>'],
  [/\b(?=[a-f]*\d)[\da-f]{16,63}\b/g, '<hex>'],
  [/\b(127\.0\.0\.1|localhost|\[::1\]):\d+/g, '$1:<port>'],
  [/\b\d+(?:\.\d+)? ms\b/g, '<n> ms'],
];

/** Masks what differs in every run and does not describe the failure: ids, times, hashes, ports, durations. */
export const maskIds = (message: string): string =>
  masks.reduce((text, [found, by]) => text.replace(found, by), message);
