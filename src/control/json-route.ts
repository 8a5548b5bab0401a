import type { ControlJson, ControlMethod, ControlPath } from '../contract/control-types.js';
import type { ControlCall, ControlRoute } from './route.js';

type RouteOptions = Pick<ControlRoute, 'open' | 'maxBytes'> & {
  /** Default 200. */
  readonly status?: 201;
};

/** A route that answers the JSON that control.openapi.yaml describes; an answer without one of its fields fails to compile. */
export const jsonRoute = <Path extends ControlPath, Method extends ControlMethod<Path>>(
  method: Method,
  path: Path,
  answer: (call: ControlCall) => Promise<ControlJson<Path, Method>>,
  { status, ...options }: RouteOptions = {},
): ControlRoute => ({
  method,
  path,
  ...options,
  handle: async (call) => ({ ...(status && { status }), json: await answer(call) }),
});
