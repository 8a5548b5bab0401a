/**
 * Settings without those that are undefined, which count as not given; plain objects and lists, all the way down.
 * @throws TypeError that names a setting which is a part of itself, as an alias in YAML can be
 */
export function withoutUndefined(
  value: unknown,
  path: readonly string[] = [],
  above: readonly unknown[] = [],
): unknown {
  if (above.includes(value)) throw new TypeError(`"${path.join('.')}" is a part of itself.`);
  const within = (name: string, one: unknown): unknown =>
    withoutUndefined(one, [...path, name], [...above, value]);
  if (Array.isArray(value)) return value.map((one, index) => within(`${index}`, one));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(given.map(([name, one]) => [name, within(name, one)]));
}
