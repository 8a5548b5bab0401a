import { expect, test } from 'vitest';
import { gateOf } from '../../../conformance/mutants/gate.js';
import { mutantResultOf, type MutantResult } from '../../../conformance/mutants/kill.js';
import { matrixPage } from '../../../conformance/mutants/page.js';
import type { CaseResult } from '../../../conformance/engine/case-result.js';
import type { Verdict } from '../../../conformance/engine/verdict.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';

const result = (id: string, verdict: Verdict, checks: [string, Verdict][]): CaseResult => ({
  id,
  title: id,
  area: 'queue',
  tags: [],
  verdict,
  red: false,
  checks: checks.map(([requirement, each]) => ({
    requirement,
    title: 'It holds.',
    verdict: each,
    level: 'MUST',
    evidence: 'documented',
    red: false,
  })),
  trace: [],
  startedAt: '',
  durationMs: 0,
});
const mutant = { id: 'm-QUE-05-x', title: 'x', breaks: ['QUE-05'], entails: ['QUE-51'] };
const fate = (...results: CaseResult[]): MutantResult => mutantResultOf(mutant, results);

test('a check that names the requirement kills; what it entails and the contract may be noticed too', () => {
  const { kills, missed, falseAlarms } = fate(
    result('a', 'fail', [
      ['QUE-05', 'fail'],
      ['QUE-51', 'warn'],
      ['ERR-01', 'fail'],
    ]),
  );
  expect([kills.length, missed, falseAlarms]).toEqual([1, [], []]);
});

test('a check of another requirement is a false alarm, and so is a case that came to no end', () => {
  const { falseAlarms, missed } = fate(result('a', 'fail', [['QUE-07', 'fail']]), result('b', 'crashed', []));
  expect(missed).toEqual(['QUE-05']);
  expect(falseAlarms.map(({ requirement, by }) => `${requirement} ${by}`)).toEqual(['QUE-07 a', '- b']);
});

test('what was not exercised or too close to call is neither', () => {
  const { kills, falseAlarms } = fate(
    result('a', 'not-exercised', [
      ['QUE-05', 'not-exercised'],
      ['QUE-43', 'inconclusive'],
    ]),
  );
  expect([kills, falseAlarms]).toEqual([[], []]);
});

test('the gate is open when every MUST is killed and nothing else alarmed', () => {
  const killed = fate(result('a', 'fail', [['QUE-05', 'fail']]));
  expect(gateOf([killed], ['QUE-05'], {}).problems).toEqual([]);
});

test('a survivor shuts the gate, unless it has a reason; a reason without a survivor shuts it too', () => {
  const survivor = fate(result('a', 'pass', [['QUE-05', 'pass']]));
  expect(gateOf([survivor], ['QUE-05'], {}).problems).toEqual([
    expect.stringContaining('m-QUE-05-x survives'),
    expect.stringContaining('QUE-05 is a MUST'),
  ]);
  const reasons = { 'm-QUE-05-x': 'Nobody can see it.', 'QUE-05': 'Nobody can see it.' };
  expect(gateOf([survivor], ['QUE-05'], reasons).problems).toEqual([]);
  const killed = fate(result('a', 'fail', [['QUE-05', 'fail']]));
  expect(gateOf([killed], ['QUE-05'], reasons).problems).toEqual([
    expect.stringContaining('The reason for m-QUE-05-x is stale'),
    expect.stringContaining('The reason for QUE-05 is stale'),
  ]);
});

test('a false alarm shuts the gate and says where', () => {
  const alarmed = fate(
    result('a', 'fail', [
      ['QUE-05', 'fail'],
      ['QUE-07', 'fail'],
    ]),
  );
  const gate = gateOf([alarmed], ['QUE-05'], {});
  expect(gate.problems).toEqual([expect.stringContaining('m-QUE-05-x also sets off QUE-07 in a')]);
  expect(gate.score).toEqual({ mutants: 1, killed: 1, precise: 0, musts: 1, mustsKilled: 1 });
});

test('the page names mutant, requirement, level and the check that killed', () => {
  const killed = fate(result('queue.poll/life', 'fail', [['QUE-05', 'fail']]));
  const side = { fates: [killed], gate: gateOf([killed], ['QUE-05'], {}) };
  const page = matrixPage({ seed: 1, server: side, client: side, reasons: {} }, loadRequirements());
  expect(page).toContain('| `m-QUE-05-x` | x | QUE-05 MUST | queue.poll/life (fail) |');
});
