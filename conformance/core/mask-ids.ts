const masks: readonly [RegExp, string][] = [
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '<uuid>'],
  [/\b(ek|file|job|sess|session|img|req)_(?=\w*\d)\w{8,}/g, '$1_<id>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b[\da-f]{64}\b/g, '<sha256>'],
  [/\b(127\.0\.0\.1|localhost|\[::1\]):\d+/g, '$1:<port>'],
];

/** A message without what is different in every run and says nothing of the failure: ids, moments, hashes, ports. */
export const maskIds = (message: string): string =>
  masks.reduce((text, [found, by]) => text.replace(found, by), message);
