import { bodyField, type MutantWhen } from '../when.js';

export const hasOption =
  (name: string, value?: unknown): MutantWhen =>
  (request) => {
    const asked = bodyField(request, name);
    return value === undefined ? asked !== undefined : asked === value;
  };

export const list = (request: Parameters<MutantWhen>[0], name: string) =>
  (bodyField(request, name) ?? []) as string[];
