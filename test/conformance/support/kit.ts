import { stripVTControlCharacters } from 'node:util';
import { vi } from 'vitest';
import { run } from '../../../src/cli/program.js';

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs `decart-mock` in this process, through the program that ships, without the variables of this machine. */
export async function command(...args: string[]): Promise<Ended> {
  vi.stubEnv('DECART_API_KEY', undefined).stubEnv('GITHUB_ACTIONS', undefined);
  const written = { out: '', err: '' };
  const code = await run(args, {
    out: (line) => void (written.out += `${line}\n`),
    err: (line) => void (written.err += `${line instanceof Error ? line.stack : String(line)}\n`),
  });
  return {
    code,
    out: stripVTControlCharacters(written.out),
    err: stripVTControlCharacters(written.err),
  };
}

/** `decart-mock conformance …`. */
export const kit = (...args: string[]): Promise<Ended> => command('conformance', ...args);
