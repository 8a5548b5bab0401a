import { defineConfig } from 'vitest/config';

/** The cases of this folder are meant to fail; vitest-fixture.test.ts runs them and looks how. */
export default defineConfig({ test: { include: ['*.case.ts'], root: import.meta.dirname } });
