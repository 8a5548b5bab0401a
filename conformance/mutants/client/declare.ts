import type { ClientMutant } from './index.js';
import type { ScriptClient } from './script.js';

/** Declares a wrong client: its requirement is the one in the id. */
export function clientMutant(
  id: string,
  title: string,
  run: (client: ScriptClient) => Promise<void>,
  more: { and?: readonly string[]; entails?: readonly string[] } = {},
): ClientMutant {
  const requirement = /^m-([A-Z]{2,3}-\d{2})-[a-z0-9-]+$/.exec(id)?.[1];
  if (requirement === undefined) throw new Error(`"${id}" is not m-<requirement>-<slug>.`);
  return { id, title, breaks: [requirement, ...(more.and ?? [])], entails: more.entails ?? [], run };
}
