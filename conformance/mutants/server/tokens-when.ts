import { bodyField, type When } from '../when.js';

export const asks =
  (name: string, value?: unknown): When =>
  (request) => {
    const asked = bodyField(request, name);
    return value === undefined ? asked !== undefined : asked === value;
  };

export const list = (request: Parameters<When>[0], name: string) =>
  (bodyField(request, name) ?? []) as string[];
