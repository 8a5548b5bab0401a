/**
 * Removes undefined settings, which count as absent, from plain objects and lists at any depth.
 * @throws TypeError that names a setting which contains itself, as a YAML alias can
 */
export function withoutUndefined(
  value: unknown,
  path: readonly string[] = [],
  ancestors: readonly unknown[] = [],
): unknown {
  if (ancestors.includes(value)) throw new TypeError(`"${path.join('.')}" contains itself.`);
  const within = (name: string, one: unknown): unknown =>
    withoutUndefined(one, [...path, name], [...ancestors, value]);
  if (Array.isArray(value)) return value.map((one, index) => within(`${index}`, one));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(given.map(([name, one]) => [name, within(name, one)]));
}
