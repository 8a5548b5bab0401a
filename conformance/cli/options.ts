import { InvalidArgumentError, Option } from 'commander';
import { effects, type Effects } from '../engine/cost.js';

/** Collects an option that may be given several times. */
export const several = (value: string, before: string[]) => [...before, value];

/** Parses a number from 0. */
export function number(value: string): number {
  const parsed = Number(value);
  const valid = value.trim() !== '' && Number.isFinite(parsed) && parsed >= 0;
  if (!valid) throw new InvalidArgumentError('It must be a number from 0.');
  return parsed;
}

/** Parses a whole number from 1. */
export function count(value: string): number {
  const parsed = number(value);
  if (!Number.isInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return parsed;
}

export type Allowed = Effects | 'spend';

/** `--allow`. */
export const allowOption = (text: string) =>
  new Option('--allow <effect...>', text).choices([...effects.slice(1), 'spend']).default([]);

/** `--key`, or $DECART_API_KEY. */
export const keyOption = (text: string) => new Option('--key <key>', text).env('DECART_API_KEY');

/** The same object without the options that were not given. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
