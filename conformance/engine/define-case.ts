import type { Need } from '../targets/target.js';
import type { CaseContext } from './context.js';
import type { Cost, Effects } from './cost.js';
import { areas, type Area } from './requirement.js';

export interface CaseDefinition {
  /** `area.topic/slug`: never changes, and contains no parameter values. */
  id: string;
  title: string;
  /** Ids of the requirements the case must check. It may check no other. */
  requires: readonly string[];
  /** What the target must offer; without it the case does not apply. */
  needs?: readonly Need[];
  tags?: readonly string[];
  cost?: Cost;
  effects?: Effects;
  /**
   * The day on which the case runs, like 2026-03-01, for what was served at some time only. A target without a control
   * API stays at its own day.
   */
  date?: string;
  /** Timeout of the whole case in real milliseconds. 30 s by default. */
  deadlineMs?: number;
  run(c: CaseContext): Promise<void>;
}

export interface Case extends Required<Omit<CaseDefinition, 'run' | 'date'>>, Pick<CaseDefinition, 'date'> {
  area: Area;
  run(c: CaseContext): Promise<void>;
}

const idForm = /^([a-z]+)\.[a-z0-9-]+\/[a-z0-9-]+$/;

/** Declares a case. Throws when the id has another form or no requirement is named. */
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
