import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quote } from '../../../conformance/traffic/request-body.js';
import { readReport } from '../../../conformance/cli/helpers.js';
import { replay } from '../../../conformance/report/console.js';
import { startMock, type RunningMock } from '../../../src/index.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'replay' })));
afterAll(() => mock.close());

const main = join(import.meta.dirname, '../../../conformance/cli/main.ts');
const crashing = join(import.meta.dirname, 'support/misbehaving-adapter.mjs');
/** A command with both kinds of quotes. */
const adapter = `node "${crashing}" crash "it's mine"`;
const id = 'tokens.mint/reaches-the-caller';

/** Runs a line as a user pastes it, with the kit of this tree. */
function shell(line: string, env = {}): Promise<{ code: unknown; out: string; err: string }> {
  const kit = `${quote(process.execPath)} --import tsx ${quote(main)}`;
  const pasted = line.replace('npx decart-mock conformance', kit);
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...env } };
    execFile('sh', ['-c', pasted], options, (fault, out, err) =>
      resolve({ code: fault?.code ?? 0, out: stripVTControlCharacters(out), err }),
    );
  });
}

const replayOf = (out: string) => /replay: (.*)/.exec(out)?.[1] ?? '';

describe('the replay of a case that drove an SDK', { timeout: 60_000 }, () => {
  test('runs that case again as it is pasted, and so does what a report on a client says', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'replay-')), 'r.json');
    const first = await shell(
      `npx decart-mock conformance sdk --adapter ${quote(adapter)} --as-of 2026-05-31 --filter '${id}' --seed 5 --report json=${file}`,
    );
    expect([first.code, first.err]).toEqual([1, '']);
    const line = replayOf(first.out);
    expect(line).toBe(
      `npx decart-mock conformance sdk --adapter ${quote(adapter)} --as-of '2026-05-31' --filter '${id}' --seed 5`,
    );
    const again = await shell(line);
    expect([again.code, replayOf(again.out)]).toEqual([1, line]);
    const refused = await shell(`npx decart-mock conformance replay --from ${file}`);
    expect([refused.code, refused.err.trim().split('\n').at(-1)]).toEqual([2, line]);
    const [red] = readReport(file).results;
    if (!red) throw new Error('The report has no result.');
    expect(replay(readReport(file), red, { ...red, id: 'tokens.mint/x' })).toBe(
      line.replace(' --seed', " --filter 'tokens.mint/x' --seed"),
    );
  });

  test('names the target, and the key by its variable alone', async () => {
    const { code, out } = await shell(
      `npx decart-mock conformance sdk --adapter ${quote(adapter)} --url ${mock.url} --key dct_mine_alone --filter '${id}'`,
    );
    expect(code).toBe(1);
    expect(replayOf(out)).toContain(` --url '${mock.url}' --key "$DECART_API_KEY" --filter '${id}' --seed 1`);
    expect(out).not.toContain('dct_mine_alone');
  });
});
