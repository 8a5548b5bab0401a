/** Compile-time proof that a hand-written schema says what the generated type says. */

/** The same type with aliases and intersections written out, so that equality compares content. */
type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `true` when both types are the same, else a type that `true` cannot be assigned to. */
export type Locked<Schema, Generated> =
  Same<Plain<Schema>, Plain<Generated>> extends true ? true : { schema: Schema; generated: Generated };

/** Fails to compile where one of its arguments is not `true`. */
export type AllLocked<T extends readonly true[]> = T;
