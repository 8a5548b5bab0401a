/** How well an answer is known; see docs/explanation/evidence.md. */
export type Evidence = 'documented' | 'observed' | 'sdk' | 'inferred';
