/** How well an answer is known; see docs/evidence.md. */
export type Evidence = 'documented' | 'observed' | 'sdk' | 'inferred';
