import { rulesInput } from '../../handles/inputs.js';
import { jsonRoute } from '../json-route.js';
import type { ControlRoute } from '../route.js';

export const ruleRoutes: readonly ControlRoute[] = [
  jsonRoute('get', '/rules', async (call) => ({ rules: await (await call.account()).rules.list() })),
  jsonRoute(
    'post',
    '/rules',
    async (call) => {
      const input = call.body(rulesInput);
      const { rules } = await call.account();
      return { rules: await rules.addAll(Array.isArray(input) ? input : [input]) };
    },
    { status: 201 },
  ),
  jsonRoute('delete', '/rules', async (call) => ({ removed: await (await call.account()).rules.clear() })),
  jsonRoute('delete', '/rules/{id}', async (call) => ({
    removed: await (await call.account()).rules.remove(call.param('id')),
  })),
];
