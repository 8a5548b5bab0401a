/**
 * Mutants that no check names, and requirements that no mutant could break, each with the reason. Without an entry
 * here a survivor fails the gate; so does an entry here for what is killed after all.
 */
export const survivors: Readonly<Record<string, string>> = {};
