import { version } from '../../contract/version.js';
import { ok, type ControlRoute } from '../route.js';

/** Files of the package. */
const docs = {
  control: 'docs/reference/control-api.md',
  rules: 'docs/reference/rules.md',
  magicValues: 'docs/reference/magic-values.md',
  contract: 'control.openapi.yaml',
};

/** The index: name, version, and all routes. */
export const indexRoute = (routes: readonly ControlRoute[]): ControlRoute => ({
  method: 'get',
  path: '/',
  open: true,
  handle: ({ core: { world } }) =>
    ok({
      name: 'decart-mock',
      version: version(),
      seed: world.seed,
      clock: world.clockMode,
      routes: routes.map(({ method, path }) => `${method.toUpperCase()} /_mock${path}`),
      docs,
    }),
});
