import { vi } from 'vitest';
import { run } from '../../../src/cli/program.js';

export interface CommandResult {
  code: number;
  out: string;
  err: string;
}

/** Runs a command line in this process. Its exit code is the return value, or what the command set on the process. */
export async function cli(...args: string[]): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const into = (lines: string[]) => (text: unknown) => void lines.push(`${String(text)}\n`);
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(into(out)),
    vi.spyOn(console, 'error').mockImplementation(into(err)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ];
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const returned = await run(args);
    return { code: Number(process.exitCode ?? returned), out: out.join(''), err: err.join('') };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
