/**
 * Mutants that no check kills, and MUSTs that no mutant can break, each with the reason. A survivor without an entry
 * fails the gate, and so does an entry for a mutant that is killed.
 */
export const survivors: Readonly<Record<string, string>> = {};
