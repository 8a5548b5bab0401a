import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

/** `npm run test:matrix`: real SDKs in a real browser, each generation, dialect, codec and renderer, and each failure. */
export default defineConfig({
  test: { ...base.test, include: ['test/**/*.matrix.ts'], maxWorkers: 2 },
});
