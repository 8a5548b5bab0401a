import type { Evidence } from '../../src/contract/evidence.js';
import { brokenVerdict, graver, isRed, type Level, type Verdict } from './verdict.js';
import { ownCopy } from '../../src/contract/redaction/redact-value.js';
import type { Requirement, Requirements } from './requirement.js';
import { redact } from './redact.js';
import type { TracedExchange } from '../traffic/trace.js';

/** The outcome of one check, as the report carries it. */
export interface CheckResult {
  requirement: string;
  title: string;
  verdict: Verdict;
  level: Level;
  evidence: Evidence;
  /** Whether it stops a release. */
  red: boolean;
  /** What was expected and what was received, when it did not pass. */
  message?: string;
  /** Number of the exchange it is about. */
  exchange?: number;
}

/** The subject of a check: an answer, a connection or a message of it. */
export interface Evident {
  exchange: TracedExchange;
  /** One line for a message. */
  toString(): string;
}

interface Detail {
  /** The property that is checked, as a sentence. */
  title: string;
  expected?: unknown;
  got?: unknown;
  /** The answer it is about. */
  answer?: Evident;
  /** Weaker evidence than the requirement's own, e.g. that of this one response. */
  evidence?: Evidence;
}

/** Something that must be refused. It passes only when the refusal was reached and gives this reason. */
export interface Negative {
  title: string;
  /** Whether the precondition held, e.g. the same request with a valid value was accepted. */
  reached: boolean;
  /** Whether the answer was a refusal. */
  refused: boolean;
  /** Whether the refusal gives the reason expected. */
  because: boolean;
  /** That reason in words. */
  reason: string;
  answer?: Evident;
}

/** Collects the checks of a case. */
export class Checks {
  readonly results: CheckResult[] = [];

  constructor(
    private readonly requirements: Requirements,
    private readonly allowed: ReadonlySet<string>,
    /** Texts to redact from every message. */
    private readonly secrets: readonly string[] = [],
  ) {}

  /** A property that must hold. Returns whether it did. */
  check(id: string, holds: boolean, detail: Detail): boolean {
    const { level, evidence } = this.#requirement(id, detail.evidence);
    const verdict = holds ? 'pass' : brokenVerdict(level, evidence);
    this.#add(id, verdict, detail, holds ? undefined : describe(detail));
    return holds;
  }

  /** A refusal that must come, for its reason. */
  negative(id: string, negative: Negative): boolean {
    const { level, evidence } = this.#requirement(id);
    const received = negative.answer ? ` Received: ${negative.answer.toString()}.` : '';
    if (!negative.reached) {
      this.#add(
        id,
        'not-exercised',
        negative,
        `The precondition was not reached, so nothing is proved.${received}`,
      );
    } else if (!negative.refused) {
      this.#add(id, brokenVerdict(level, evidence), negative, `It was not refused.${received}`);
    } else if (!negative.because) {
      this.#add(
        id,
        brokenVerdict(level, evidence),
        negative,
        `Refused, but not because ${negative.reason}.${received}`,
      );
    } else {
      this.#add(id, 'pass', negative);
      return true;
    }
    return false;
  }

  /** A duration against a bound; too close to call within the jitter of the harness. */
  timing(
    id: string,
    took: { ms: number; atMost?: number; atLeast?: number; jitterMs: number },
    detail: Detail,
  ): void {
    const bounds = [took.atMost, took.atLeast].filter((bound) => bound !== undefined);
    if (bounds.some((bound) => Math.abs(took.ms - bound) <= took.jitterMs)) {
      const message = `Took ${Math.round(took.ms)} ms, within the harness's own jitter of ${Math.round(took.jitterMs)} ms.`;
      this.#add(id, 'inconclusive', detail, message);
      return;
    }
    const holds = took.ms <= (took.atMost ?? Infinity) && took.ms >= (took.atLeast ?? -Infinity);
    this.check(id, holds, {
      ...detail,
      expected: bounds.map((ms) => `${ms} ms`).join(' to '),
      got: `${Math.round(took.ms)} ms`,
    });
  }

  /** Marks requirements that the case did not check. */
  close(required: readonly string[], reason: string, verdict: Verdict = 'not-exercised'): void {
    for (const id of required) {
      if (this.results.some((result) => result.requirement === id)) continue;
      this.#add(id, verdict, { title: this.#requirement(id).text }, reason);
    }
  }

  /** The gravest verdict of all. `pass` without any: the caller decides what an empty list means. */
  worst(): Verdict {
    return this.results.reduce<Verdict>((worst, result) => graver(worst, result.verdict), 'pass');
  }

  #requirement(id: string, evidence?: Evidence): Requirement {
    const requirement = this.requirements.get(id);
    if (!requirement) throw new Error(`Requirement ${id} does not exist.`);
    if (!this.allowed.has(id)) throw new Error(`The case checked ${id} without declaring it in requires.`);
    return evidence === undefined
      ? requirement
      : { ...requirement, evidence: weaker(evidence, requirement.evidence) };
  }

  #add(
    id: string,
    verdict: Verdict,
    detail: { title: string; answer?: Evident; evidence?: Evidence },
    message?: string,
  ): void {
    const { level, evidence } = this.#requirement(id, detail.evidence);
    this.results.push({
      requirement: id,
      title: detail.title,
      verdict,
      level,
      evidence,
      red: isRed(verdict, level, evidence),
      ...(message === undefined ? {} : { message: redact(message, this.secrets) }),
      ...(detail.answer ? { exchange: detail.answer.exchange.n } : {}),
    });
  }
}

const strength: Evidence[] = ['inferred', 'sdk', 'observed', 'documented'];

function weaker(a: Evidence, b: Evidence): Evidence {
  return strength.indexOf(a) < strength.indexOf(b) ? a : b;
}

function describe(detail: Detail): string {
  const expected = detail.expected === undefined ? '' : `Expected ${show(detail.expected)}. `;
  const got = 'got' in detail ? show(detail.got) : (detail.answer?.toString() ?? 'something else');
  return `${expected}Received: ${got}.`;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? 'nothing' : text.length > 300 ? `${ownCopy(text.slice(0, 300))}...` : text;
}
