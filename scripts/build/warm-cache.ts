import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts a built command line, polls a job and stops it, so that V8's code for that is kept beside the bundle. */
export async function warmCache(main: string): Promise<void> {
  const child = spawn(process.execPath, [main, 'start', '--json', '--quiet', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[code: number | null]>;
  const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[line: string]>;
  const first = await Promise.race([line, exited]);
  if (typeof first[0] !== 'string') throw new Error(`${main} start exited with ${first[0]}.`);
  const { url, key } = JSON.parse(first[0]) as { url: string; key: string };
  await fetch(`${url}/v1/jobs/none`, { headers: { 'x-api-key': key } });
  child.kill();
  await exited;
}
