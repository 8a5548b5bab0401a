import type * as webcodecs from '@napi-rs/webcodecs';
import { CODECS_MISSING } from '../../choose-renderers.js';

/** The optional package that brings decoders and encoders, with the interface browsers have. */
export type Codecs = typeof webcodecs;

/** @throws Error saying what to install when the package, or its binary for this machine, is not there. */
export async function loadCodecs(): Promise<Codecs> {
  try {
    return await import('@napi-rs/webcodecs');
  } catch (cause) {
    throw new Error(CODECS_MISSING, { cause });
  }
}

interface Queue {
  addEventListener(type: 'dequeue', listener: () => void, options: { once: true }): void;
}

/** Resolves when a decoder or encoder has taken the next item off its queue, or has failed. */
export async function dequeued(queue: Queue, failure: Promise<never>): Promise<void> {
  const taken = new Promise<void>((resolve) => queue.addEventListener('dequeue', resolve, { once: true }));
  await Promise.race([taken, failure]);
}

/** A failure that codecs report by callback, as a promise for those who wait. */
export function failureOf(): { report: (error: Error) => void; failure: Promise<never> } {
  let report: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (report = reject));
  failure.catch(() => undefined); // it is told to whoever waits; nobody may be waiting
  return { report: (error) => report(error), failure };
}
