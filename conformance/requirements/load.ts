import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { prettifyError } from 'zod';
import { requirementFile, type Requirement, type Requirements } from '../engine/requirement.js';

/** Reads one requirements file. Throws an Error that names the file, the row and the fault. */
export function parseRequirements(name: string, yaml: string): Requirement[] {
  const parsed = requirementFile.safeParse(parse(yaml));
  if (!parsed.success) throw new Error(`${name} is not a requirements file:\n${prettifyError(parsed.error)}`);
  const { area, requirements, excluded } = parsed.data;
  const withArea = ({ observed, ...row }: (typeof requirements)[number]) => ({
    ...row,
    area,
    ...(observed === undefined ? {} : { observed }),
  });
  return [
    ...requirements.map(withArea),
    ...excluded.map(({ reason, ...row }) => ({ ...withArea(row), excluded: reason })),
  ];
}

/** Reads every requirement of the kit. Throws when two rows share an id. */
export function loadRequirements(folder = fileURLToPath(new URL('.', import.meta.url))): Requirements {
  const all = new Map<string, Requirement>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yaml')) continue;
    for (const requirement of parseRequirements(name, readFileSync(`${folder}/${name}`, 'utf8'))) {
      if (all.has(requirement.id)) throw new Error(`${name}: ${requirement.id} is used twice`);
      all.set(requirement.id, requirement);
    }
  }
  return all;
}
