/** Reasons of `generation_ended` that a close follows (facts: api-2026-11-30.md 1.2, sdk-javascript-0.2.md 3.1). */
const TERMINAL_REASONS: ReadonlySet<string> = new Set(['moderation_violation', 'insufficient_credits']);

/** The code of that close in the tests of JavaScript SDK 0.2. */
export const TERMINAL_CLOSE = 1000;

/** Whether the session closes after a generation that ended for this reason. */
export const closesAfter = (reason: string): boolean => TERMINAL_REASONS.has(reason);
