import { oneLine } from '../contract/redaction/printable.js';

/** A warning as one line of stderr. It names the mock, whose output others share: a test run, the command of `exec`. */
export const warningLine = (warning: string): string => oneLine(`decart-mock warning: ${warning}`);
