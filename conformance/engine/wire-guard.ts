import type { Reply } from '../traffic/http.js';
import type { ServerMessage } from '../traffic/server-message.js';
import type { Checks } from './checks.js';

/** What a guard found in one answer or realtime message. */
export interface CaseFinding {
  ok: boolean;
  message: string;
  /** Whether the document itself only guesses. */
  inferred: boolean;
  /** The requirement it is about, where that is not `wireRequirement`. */
  requirement?: string;
}

/** Judges an answer or a realtime message against the contract document; empty when the document does not cover it. */
export type WireGuard = (subject: Reply | ServerMessage) => CaseFinding[];

/** The requirement that the guard checks; every case may check it. */
export const wireRequirement = 'ERR-01';
/** Realtime messages: of the contract's types; with what every SDK needs. Every case may check these as well. */
export const messageRequirements = { type: 'RT-30', superset: 'RT-38' } as const;
/** LipSync Live has three types, and a client that stops reading at any other. */
export const lipsyncTypeRequirement = 'LIP-09';
export const guarded: readonly string[] = [
  wireRequirement,
  ...Object.values(messageRequirements),
  lipsyncTypeRequirement,
];

const titles: Record<string, string> = {
  [wireRequirement]: 'The answer fits the contract document.',
  [messageRequirements.type]: 'The message is of a type of the contract.',
  [lipsyncTypeRequirement]: 'The message is of a type of the contract.',
  [messageRequirements.superset]: 'The message has what every SDK needs.',
};

/** Checks all that a case received: one check for each fault, and one for each requirement without a fault. */
export function judgeWire(
  checks: Checks,
  subjects: readonly (Reply | ServerMessage)[],
  guard: WireGuard,
  requires: readonly string[],
): void {
  const findings = subjects.flatMap((subject) =>
    guard(subject).map((finding) => ({ requirement: wireRequirement, ...finding, subject })),
  );
  for (const { ok, requirement, message, inferred, subject } of findings) {
    if (ok) continue;
    checks.check(requirement, false, {
      title: titles[requirement] ?? 'It fits the contract document.',
      got: message,
      answer: subject,
      ...(inferred ? { evidence: 'inferred' as const } : {}),
    });
  }
  for (const id of guarded) {
    const found = findings.filter(({ requirement }) => requirement === id);
    const wanted = id === wireRequirement || requires.includes(id);
    if (!wanted || found.length === 0 || found.some(({ ok }) => !ok)) continue;
    checks.check(id, true, { title: `Each time: ${titles[id] ?? ''}` });
  }
}
