import type { CaseContext } from './context.js';
import { areas, type Area } from './requirement.js';

/** What a case costs on a service that bills. Zero where not named. */
export interface Cost {
  /** Video jobs submitted. */
  jobs?: number;
  /** Seconds of generated video or realtime session. */
  gpuSeconds?: number;
  /** Images generated. */
  images?: number;
  /** Client tokens minted. */
  tokens?: number;
  /** Bytes uploaded. */
  uploadBytes?: number;
}

/** What a case leaves behind. */
export const effects = ['none', 'creates-ephemeral', 'creates-durable', 'deletes-own'] as const;
export type Effects = (typeof effects)[number];

export interface CaseDefinition {
  /** `area.topic/slug`: stable for ever, never with parameter values in it. */
  id: string;
  title: string;
  /** Ids of the requirements the case must check. It may check no other. */
  requires: readonly string[];
  /** Seams of the target without which the case does not apply. */
  needs?: readonly Need[];
  tags?: readonly string[];
  cost?: Cost;
  effects?: Effects;
  /** Patience for the whole case in real milliseconds. */
  deadlineMs?: number;
  run(c: CaseContext): Promise<void>;
}

/** `clock`: virtual time; `accounts`: any key is an account of its own; `rules`: behaviour on request. */
export type Need = 'clock' | 'accounts' | 'rules';

export interface Case extends Required<Omit<CaseDefinition, 'run'>> {
  area: Area;
  run(c: CaseContext): Promise<void>;
}

const idForm = /^([a-z]+)\.[a-z0-9-]+\/[a-z0-9-]+$/;

/** Declares a case. Throws when the id has another form or nothing is required. */
export function defineCase(definition: CaseDefinition): Case {
  const area = areas.find((known) => known === idForm.exec(definition.id)?.[1]);
  if (!area)
    throw new Error(
      `Case id "${definition.id}" is not area.topic/slug with an area of: ${areas.join(', ')}.`,
    );
  if (definition.requires.length === 0)
    throw new Error(`Case ${definition.id} requires nothing, so it could only pass.`);
  return { needs: [], tags: [], cost: {}, effects: 'none', deadlineMs: 30_000, ...definition, area };
}
