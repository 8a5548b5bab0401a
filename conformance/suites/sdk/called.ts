import type { Finished } from '../../adapters/calls.js';
import { classOf, type ErrorClass } from '../../adapters/classify-error.js';
import type { AdapterEvent, ErrorFacts } from '../../adapters/protocol.js';
import { CaseAbort } from '../../engine/case-abort.js';

/** The outcome of one call of the SDK, as user code sees it. */
export interface Called {
  ok: boolean;
  value: Record<string, unknown>;
  error?: ErrorFacts;
  /** Class of the error. */
  failure?: ErrorClass;
  /** Identifies a realtime session. */
  handle?: string;
  events: AdapterEvent[];
  /** Real milliseconds. */
  ms: number;
}

/** The SDK neither ended nor reacted to a cancel: its adapter cannot be used for other cases. */
export class Hung extends CaseAbort {
  constructor(reason: string) {
    super('hung', reason);
  }
}

/** Reads a result. Throws where the adapter has no such operation, or failed itself. */
export function calledFrom({ outcome, events, ms }: Finished, language: string): Called {
  if (outcome.outcome === 'unsupported') throw new CaseAbort('not-supported', outcome.reason);
  if (outcome.outcome === 'harness')
    throw new Error(`The adapter could not try: ${outcome.message}\n${outcome.trace ?? ''}`);
  if (outcome.outcome === 'error') {
    const failure = classOf(outcome.error, language);
    return { ok: false, value: {}, error: outcome.error, failure, events, ms };
  }
  const value = (outcome.value ?? {}) as Record<string, unknown>;
  const handle = outcome.handle === undefined ? {} : { handle: outcome.handle };
  return { ok: true, value, events, ms, ...handle };
}

/** The outcome of a promise, or undefined when it does not settle in time. */
export async function within<T>(ms: number, pending: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  try {
    return await Promise.race([pending, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
