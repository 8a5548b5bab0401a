import { contractGuard, findContract } from '../engine/contract-guard.js';
import type { Case } from '../engine/define-case.js';
import { randomFor } from '../engine/random.js';
import type { Requirements } from '../engine/requirement.js';
import type { CaseResult } from '../engine/case-result.js';
import { wireRequirement, type WireGuard } from '../engine/wire-guard.js';
import { schedule } from '../engine/schedule.js';
import type { Target } from '../targets/target.js';
import type { Verdict } from '../engine/verdict.js';
import type { Mutant, Wrong } from './mutant.js';
import { startMutant } from './server-proxy.js';

/** A check that noticed something. */
export interface MutantNotice {
  requirement: string;
  /** The case, or the rule of the watch, that noticed. */
  by: string;
  verdict: Verdict;
  message: string;
}

/** What became of one mutant. */
export interface MutantResult {
  id: string;
  title: string;
  breaks: readonly string[];
  entails: readonly string[];
  /** Cases or rules that ran against it. */
  ran: readonly string[];
  /** Checks that name a requirement it breaks. */
  kills: readonly MutantNotice[];
  /** Broken requirements no check noticed. */
  missed: readonly string[];
  /** Checks of requirements it does not break that noticed something. */
  falseAlarms: readonly MutantNotice[];
}

export interface KillOptions {
  requirements: Requirements;
  seed: number;
  /** Cases beside those that could see the mutant, drawn by the seed: they must stay green. */
  bystanders?: number;
  /** Keep the traces of passing cases too. */
  keepTraces?: boolean;
}

/** What a sound subject must not come to. `inconclusive` and `not-exercised` prove nothing either way. */
const noticing: Verdict[] = ['fail', 'warn', 'info'];
const broken: Verdict[] = ['hung', 'crashed', 'harness-error'];

/** Every check that noticed something, and every case that came to no end. */
export function noticesOf(results: readonly CaseResult[]): MutantNotice[] {
  return results.flatMap((result) => {
    const notices = result.checks
      .filter(({ verdict }) => noticing.includes(verdict))
      .map(({ requirement, verdict, title, message }) => ({
        requirement,
        by: result.id,
        verdict,
        message: `${title} ${message ?? ''}`.trim(),
      }));
    if (!broken.includes(result.verdict)) return notices;
    return [
      ...notices,
      { requirement: '-', by: result.id, verdict: result.verdict, message: result.reason ?? '' },
    ];
  });
}

/** Divides what was noticed into kills and false alarms. Answers that miss the contract document are never false. */
export function mutantResultOf(
  mutant: Omit<Mutant, keyof Wrong>,
  results: readonly CaseResult[],
): MutantResult {
  const notices = noticesOf(results);
  const kills = notices.filter(({ requirement }) => mutant.breaks.includes(requirement));
  const expected = [...mutant.breaks, ...mutant.entails, wireRequirement];
  return {
    id: mutant.id,
    title: mutant.title,
    breaks: mutant.breaks,
    entails: mutant.entails,
    ran: results.map(({ id }) => id),
    kills,
    missed: mutant.breaks.filter((id) => !kills.some(({ requirement }) => requirement === id)),
    falseAlarms: notices.filter(({ requirement }) => !expected.some((id) => requirement.startsWith(id))),
  };
}

/** The cases whose requirements could see a mutant, and some by the seed that should not. */
export function casesFor(mutant: Mutant, cases: readonly Case[], options: KillOptions): Case[] {
  const wanted = new Set([...mutant.breaks, ...mutant.entails]);
  const quick = cases.filter(({ tags }) => !tags.includes('model-based'));
  const named = quick.filter(({ requires }) => requires.some((id) => wanted.has(id)));
  const guarded = mutant.breaks.includes(wireRequirement)
    ? quick.filter((each) => !named.includes(each))
    : [];
  const others = quick.filter((each) => !named.includes(each) && !guarded.includes(each));
  const random = randomFor(options.seed, mutant.id);
  const drawn = new Set<Case>();
  for (let n = 0; n < (options.bystanders ?? 3) && others.length > 0; n++) {
    const chosen = others[random.int(others.length)];
    if (chosen) drawn.add(chosen);
  }
  return [...named, ...guarded, ...drawn];
}

let guard: WireGuard | undefined;

/** Runs cases against one mutant of a sound server. */
export async function killServerMutant(
  mutant: Mutant,
  cases: readonly Case[],
  sound: Target,
  options: KillOptions,
): Promise<MutantResult> {
  const chosen = casesFor(mutant, cases, options);
  const results = await judge(mutant, chosen, sound, options);
  const fate = mutantResultOf(mutant, results);
  if (fate.falseAlarms.length === 0) return fate;
  // What a busy machine does (a late answer, a line cut) does not come twice; what the mutant does, does.
  const blamed = new Set(fate.falseAlarms.map(({ by }) => by));
  const again = await judge(
    mutant,
    chosen.filter(({ id }) => blamed.has(id)),
    sound,
    options,
  );
  const confirmed = new Set(
    mutantResultOf(mutant, again).falseAlarms.map(({ requirement, by }) => `${requirement} ${by}`),
  );
  return {
    ...fate,
    falseAlarms: fate.falseAlarms.filter(({ requirement, by }) => confirmed.has(`${requirement} ${by}`)),
  };
}

/** Runs cases against a proxy that changes nothing, or what a mutant changes. */
export async function judge(
  mutant: Pick<Mutant, 'id'> & Wrong,
  cases: readonly Case[],
  sound: Target,
  { requirements, seed, keepTraces = false }: KillOptions,
): Promise<CaseResult[]> {
  const contract = findContract();
  if (contract !== undefined) guard ??= contractGuard(contract);
  const proxy = await startMutant(sound.url, mutant);
  const target: Target = {
    ...sound,
    url: proxy.url,
    keyFor: (id) => sound.keyFor(`${mutant.id}-${id}`),
  };
  try {
    const settings = {
      requirements,
      seed,
      keepTraces,
      allow: [],
      concurrency: 4,
      ...(guard ? { guard } : {}),
    };
    return (await schedule(cases, target, settings)).results;
  } finally {
    await proxy.close();
  }
}

/** Runs a job for each entry, some at a time, and keeps their order. */
export async function inParallel<T, R>(
  entries: readonly T[],
  atATime: number,
  job: (entry: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...entries.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await job(next[1]);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}
