import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReport } from '../../../conformance/cli/files.js';
import { replay } from '../../../conformance/report/console.js';
import { quote } from '../../../conformance/traffic/request-body.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { command } from '../support/kit.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'replay' })));
afterAll(() => mock.close());

const crashing = join(import.meta.dirname, 'support/misbehaving-adapter.mjs');
/** A command with both kinds of quotes. */
const adapter = `node "${crashing}" crash "it's mine"`;
const id = 'tokens.mint/reaches-the-caller';

/** Runs a line as a user pastes it: a shell splits it, and the command line of this tree runs it. */
function paste(line: string) {
  const words = line.replace('npx decart-mock ', "printf '%s\\0' ");
  const split = execFileSync('sh', ['-c', words], { encoding: 'utf8' }).split('\0');
  return command(...split.slice(0, -1));
}

const replayOf = (out: string) => /replay: (.*)/.exec(out)?.[1] ?? '';

describe('the replay of a case that drove an SDK', { timeout: 60_000 }, () => {
  test('runs that case again when pasted, as does the command of a report on a client', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'replay-')), 'r.json');
    const first = await paste(
      `npx decart-mock conformance sdk --adapter ${quote(adapter)} --as-of 2026-05-31 --filter '${id}' --seed 5 --report json=${file}`,
    );
    expect([first.code, first.err]).toEqual([1, '']);
    const line = replayOf(first.out);
    expect(line).toBe(
      `npx decart-mock conformance sdk --adapter ${quote(adapter)} --as-of '2026-05-31' --filter '${id}' --seed 5`,
    );
    const again = await paste(line);
    expect([again.code, replayOf(again.out)]).toEqual([1, line]);
    const refused = await paste(`npx decart-mock conformance replay --from ${file}`);
    expect([refused.code, refused.err.trim().split('\n').at(-1)]).toEqual([2, line]);
    const [red] = readReport(file).results;
    if (!red) throw new Error('The report has no result.');
    expect(replay(readReport(file), red, { ...red, id: 'tokens.mint/x' })).toBe(
      line.replace(' --seed', " --filter 'tokens.mint/x' --seed"),
    );
  });

  test('names the target, and the key only by its variable', async () => {
    const { code, out } = await paste(
      `npx decart-mock conformance sdk --adapter ${quote(adapter)} --url ${mock.url} --key dct_mine_alone --filter '${id}'`,
    );
    expect(code).toBe(1);
    expect(replayOf(out)).toContain(` --url '${mock.url}' --key "$DECART_API_KEY" --filter '${id}' --seed 1`);
    expect(out).not.toContain('dct_mine_alone');
  });
});
