import { fileURLToPath } from 'node:url';
import { splitCommand } from './split-command.js';

/** A program with its arguments. */
export type Argv = [string, ...string[]];

/** How to start an adapter and how it connects. */
export interface AdapterCommand {
  argv: Argv;
  /** Whether it connects to the kit over WebSocket instead of stdio. */
  dials: boolean;
}

interface Shipped {
  drives: string;
  /** What must be installed. */
  needs: string;
  file: string;
  dials?: true;
}

const python = process.platform === 'win32' ? 'python' : 'python3';

/** The adapters of the package, by name. */
const shipped: Record<string, Shipped> = {
  reference: {
    drives: 'plain fetch, no SDK',
    needs: 'nothing; for --generation 0.2 a clone of the repository',
    file: 'reference/adapter.mjs',
  },
  js: {
    drives: '@decartai/sdk in Node: tokens, files, process, queue',
    needs: 'npm install @decartai/sdk',
    file: 'javascript/adapter.mjs',
  },
  browser: {
    drives: '@decartai/sdk in a Chromium: realtime',
    needs: 'npm install @decartai/sdk esbuild playwright-core, and a Chromium',
    file: 'browser/adapter.mjs',
    dials: true,
  },
  python: {
    drives: `decart in the ${python} of this shell`,
    needs: 'pip install decart, and livekit for realtime',
    file: 'python/adapter.py',
  },
};

/** What `--adapter` takes besides a command. */
export const shippedNames: readonly string[] = Object.keys(shipped);

/**
 * The command of `--adapter`: the name of a shipped adapter, with options for it if any, or any other command, like
 * `python adapter.py`. Throws UsageError when it cannot be parsed.
 */
export function adapterCommand(text: string): AdapterCommand {
  const [name, ...rest] = splitCommand(text);
  const known = Object.hasOwn(shipped, name) && rest.every((word, n) => n > 0 || word.startsWith('--'));
  const found = known ? shipped[name] : undefined;
  if (found === undefined) return { argv: [name, ...rest], dials: false };
  const file = fileOf(found);
  const program = file.endsWith('.py') ? python : process.execPath;
  return { argv: [program, file, ...rest], dials: found.dials === true };
}

/** What `conformance adapter list` prints. */
export function shippedText(): string {
  return Object.entries(shipped)
    .map(
      ([name, each]) => `${name}\n  drives ${each.drives}\n  needs  ${each.needs}\n  file   ${fileOf(each)}`,
    )
    .join('\n');
}

const fileOf = ({ file }: Shipped): string => fileURLToPath(new URL(file, import.meta.url));
