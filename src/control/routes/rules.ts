import { rulesInput } from '../inputs.js';
import { ok, type ControlRoute } from '../route.js';
import { ruleView } from '../views.js';

export const ruleRoutes: readonly ControlRoute[] = [
  {
    method: 'get',
    path: '/rules',
    handle: async (call) => ok({ rules: (await call.account()).rules.list().map(ruleView) }),
  },
  {
    method: 'post',
    path: '/rules',
    handle: async (call) => {
      const input = call.body(rulesInput);
      const { rules } = await call.account();
      const added = rules.addAll(Array.isArray(input) ? input : [input]);
      return { status: 201, json: { rules: added.map(ruleView) } };
    },
  },
  {
    method: 'delete',
    path: '/rules',
    handle: async (call) => {
      const { rules } = await call.account();
      const removed = rules.list().length;
      rules.clear();
      return ok({ removed });
    },
  },
  {
    method: 'delete',
    path: '/rules/{id}',
    handle: async (call) => {
      (await call.account()).rules.remove(call.param('id'));
      return ok({ removed: 1 });
    },
  },
];
