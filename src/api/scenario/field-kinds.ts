import { z } from 'zod';
import { isHostAddress } from '../../media/ice/addresses.js';

/** Kinds of fields whose errors say what to write. */

/** Longest value shown in an error. */
const MAX_SHOWN = 40;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
}

type Describe = (issue: { readonly input?: unknown }) => string;

const range = (min: number, max: number | undefined): string =>
  max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;

/** A whole number; `unit` names what it counts, such as `bytes`. */
export function wholeNumber(min: number, max?: number, unit?: string): z.ZodInt {
  const counted = unit === undefined ? '' : ` of ${unit}`;
  const error: Describe = ({ input }) =>
    `Write a whole number${counted} ${range(min, max)}, without a unit: it is ${shown(input)}`;
  const number = z.int({ error }).min(min, { error });
  return max === undefined ? number : number.max(max, { error });
}

/** A number from `min` on. */
export function realNumber(min: number, max?: number): z.ZodNumber {
  const error: Describe = ({ input }) => `Write a number ${range(min, max)}: it is ${shown(input)}`;
  const number = z.number({ error }).min(min, { error });
  return max === undefined ? number : number.max(max, { error });
}

/** The IP address of one host. A candidate with a host name is ignored by browsers, and would have to be looked up. */
export const hostAddress = z
  .string({ error: ({ input }) => `Write an IP address like 192.168.1.7: it is ${shown(input)}` })
  .refine(isHostAddress, {
    error: ({ input }) =>
      `Write the IP address of a host, like 192.168.1.7: ${shown(input)} is not one. Host names are not looked up`,
  });

const PORTS = 'Write two UDP ports from 1 to 65535, the lower one first, like [50000, 50100]';
const udpPort = wholeNumber(1, 65_535);

/** First and last UDP port. */
export const portPair = z
  .tuple([udpPort, udpPort], { error: ({ input }) => `${PORTS}: it is ${shown(input)}` })
  .refine(([first, last]) => first < last, {
    error: ({ input }) => `${PORTS}: it is ${shown(input)}`,
  });
