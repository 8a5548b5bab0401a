import { createHash } from 'node:crypto';
import type { Effect } from './effects/effect.js';
import { rowOf } from './effects/registry.js';

/** Prompts remembered for an account; the oldest is forgotten first. */
const MAX_PROMPTS = 1_000;

/** Makes the directives of a prompt fire each time. */
export const EVERY = 'every';

/** Of the effects that a prompt requests, those that fire now, and those that fired before. */
export interface DueEffects {
  readonly due: readonly Effect[];
  readonly skipped: readonly Effect[];
}

/**
 * The prompts whose faults have fired. An SDK sends its last prompt again when it reconnects (facts:
 * sdk-javascript-0.2.md 3.5): a fault that cuts the connection would hit every new one as well.
 */
export class FiredPrompts {
  /** Digests, because a prompt may be long. */
  readonly #digests = new Set<string>();

  /** Sorts the effects of a prompt, and remembers the prompt if one of them fires once. */
  take(prompt: string, effects: readonly Effect[]): DueEffects {
    const once = effects.filter(({ type }) => rowOf(type)?.oncePerPrompt);
    if (once.length === 0 || prompt.includes(`[mock:${EVERY}]`)) return { due: effects, skipped: [] };
    const digest = createHash('sha256').update(prompt).digest('base64url');
    if (this.#digests.has(digest))
      return { due: effects.filter((one) => !once.includes(one)), skipped: once };
    this.#digests.add(digest);
    for (const oldest of this.#digests) {
      if (this.#digests.size <= MAX_PROMPTS) break;
      this.#digests.delete(oldest);
    }
    return { due: effects, skipped: [] };
  }

  /** For a snapshot; the oldest first. */
  save(): readonly string[] {
    return [...this.#digests];
  }

  load(digests: readonly string[]): void {
    this.#digests.clear();
    for (const digest of digests.slice(-MAX_PROMPTS)) this.#digests.add(digest);
  }
}
