import { version } from '../../contract/version.js';
import { jsonRoute } from '../json-route.js';
import type { ControlRoute } from '../route.js';

/** Files of the package. */
const docs = {
  control: 'docs/reference/control-api.md',
  rules: 'docs/reference/rules.md',
  magicValues: 'docs/reference/magic-values.md',
  contract: 'control.openapi.yaml',
};

/** The index: name, version, and all routes. */
export const indexRoute = (routes: readonly ControlRoute[]): ControlRoute =>
  jsonRoute(
    'get',
    '/',
    async ({ core: { world } }) => ({
      name: 'decart-mock',
      version: version(),
      seed: world.seed,
      clock: world.clockMode,
      routes: routes.map(({ method, path }) => `${method.toUpperCase()} /_mock${path}`),
      docs,
    }),
    { open: true },
  );
