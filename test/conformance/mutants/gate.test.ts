import { expect, test } from 'vitest';
import { gateOf } from '../../../conformance/mutants/gate.js';
import { mutantResultOf, type MutantResult } from '../../../conformance/mutants/mutant-result.js';
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
const resultOf = (...results: CaseResult[]): MutantResult => mutantResultOf(mutant, results);

test('a check of the broken requirement kills; entailed requirements and the contract may fail too', () => {
  const { kills, missed, falseAlarms } = resultOf(
    result('a', 'fail', [
      ['QUE-05', 'fail'],
      ['QUE-51', 'warn'],
      ['ERR-01', 'fail'],
    ]),
  );
  expect([kills.length, missed, falseAlarms]).toEqual([1, [], []]);
});

test('a check of another requirement is a false alarm, and so is a case that does not complete', () => {
  const { falseAlarms, missed } = resultOf(
    result('a', 'fail', [['QUE-07', 'fail']]),
    result('b', 'crashed', []),
  );
  expect(missed).toEqual(['QUE-05']);
  expect(falseAlarms.map(({ requirement, by }) => `${requirement} ${by}`)).toEqual(['QUE-07 a', '- b']);
});

test('not-exercised and inconclusive are neither kills nor false alarms', () => {
  const { kills, falseAlarms } = resultOf(
    result('a', 'not-exercised', [
      ['QUE-05', 'not-exercised'],
      ['QUE-43', 'inconclusive'],
    ]),
  );
  expect([kills, falseAlarms]).toEqual([[], []]);
});

test('the gate passes when every MUST is proved without a false alarm', () => {
  const killed = resultOf(result('a', 'fail', [['QUE-05', 'fail']]));
  expect(gateOf([killed], ['QUE-05'], {}).problems).toEqual([]);
});

test('a survivor without a reason fails the gate, and so does a reason without a survivor', () => {
  const survivor = resultOf(result('a', 'pass', [['QUE-05', 'pass']]));
  expect(gateOf([survivor], ['QUE-05'], {}).problems).toEqual([
    expect.stringContaining('m-QUE-05-x survives'),
    expect.stringContaining('QUE-05 is a MUST'),
  ]);
  const reasons = { 'm-QUE-05-x': 'It cannot be observed.', 'QUE-05': 'It cannot be observed.' };
  expect(gateOf([survivor], ['QUE-05'], reasons).problems).toEqual([]);
  const killed = resultOf(result('a', 'fail', [['QUE-05', 'fail']]));
  expect(gateOf([killed], ['QUE-05'], reasons).problems).toEqual([
    expect.stringContaining('The reason for m-QUE-05-x is stale'),
    expect.stringContaining('The reason for QUE-05 is stale'),
  ]);
});

test('a false alarm fails the gate, with the check and the case', () => {
  const alarmed = resultOf(
    result('a', 'fail', [
      ['QUE-05', 'fail'],
      ['QUE-07', 'fail'],
    ]),
  );
  const gate = gateOf([alarmed], ['QUE-05'], {});
  expect(gate.problems).toEqual([expect.stringContaining('m-QUE-05-x causes a false alarm: QUE-07 in a')]);
  expect(gate.score).toEqual({ mutants: 1, killed: 1, precise: 0, musts: 1, mustsKilled: 1 });
});

test('the page has mutant, fault, requirement, level and the check that killed', () => {
  const killed = resultOf(result('queue.poll/life', 'fail', [['QUE-05', 'fail']]));
  const side = { results: [killed], gate: gateOf([killed], ['QUE-05'], {}) };
  const page = matrixPage({ seed: 1, server: side, client: side, reasons: {} }, loadRequirements());
  expect(page).toContain('| `m-QUE-05-x` | x | QUE-05 MUST | queue.poll/life (fail) |');
});
