import { describe, expect, test } from 'vitest';
import { consoleReport } from '../../../conformance/report/console.js';
import { htmlReport } from '../../../conformance/report/html.js';
import { junitReport } from '../../../conformance/report/junit.js';
import { judge, requirements, traceOf } from './support.js';

const quota = { path: '/v1/realtime/quota' };
const twice = traceOf([quota, quota]);
const ruleOf = (run: ReturnType<typeof judge>, id: string) => run.results.find((each) => each.id === id);

describe('a rule that the trace does not exercise', () => {
  test('is not-exercised with every check, and never red, also in strict mode', () => {
    for (const strict of [false, true]) {
      const run = judge(twice, strict);
      expect(ruleOf(run, 'queue.traffic/poll-after-end')).toMatchObject({
        verdict: 'not-exercised',
        red: false,
        checks: [{ verdict: 'not-exercised', red: false, message: 'The trace did not exercise it.' }],
      });
      expect(run.exitCode).toBe(0);
    }
  });

  test('leaves its requirements untested', () => {
    const { coverage } = judge(twice);
    expect(coverage.find(({ id }) => id === 'QUE-61')).toMatchObject({
      state: 'untested',
      verdict: 'not-exercised',
    });
    expect(coverage.find(({ id }) => id === 'TIM-40')).toMatchObject({ state: 'tested', verdict: 'pass' });
  });

  test('is one line of the console report, with the count', () => {
    const run = judge(twice);
    const count = run.results.filter(({ verdict }) => verdict === 'not-exercised').length;
    const report = consoleReport(run);
    expect(report).toContain(`not-exercised, ${count} rules: The trace did not exercise it.`);
    expect(report).not.toContain('queue.traffic/poll-after-end');
  });

  test('is skipped in JUnit and grey in HTML', () => {
    const run = judge(twice);
    expect(junitReport(run)).toMatch(
      /name="queue\.traffic\/poll-after-end"[^]*?<skipped message="not-exercised QUE-61/,
    );
    const html = htmlReport(run, requirements);
    expect(html).toContain('class="v not-exercised quiet"');
    expect(html).not.toContain('class="v not-exercised"><');
  });
});

describe('a rule that the trace exercises in part', () => {
  test('has the verdict of what was exercised', () => {
    const rule = ruleOf(judge(twice), 'timing.traffic/pace');
    expect(rule?.verdict).toBe('pass');
    expect(rule?.checks.map(({ requirement, verdict }) => `${verdict} ${requirement}`)).toEqual([
      'pass TIM-40',
      'not-exercised TIM-41',
    ]);
  });
});

test('a trace that exercises nothing exits with 2', () => {
  expect(judge(traceOf([{ path: '/v1/unknown' }])).exitCode).toBe(2);
});
