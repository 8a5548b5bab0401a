import type { Evidence } from '../../../../src/contract/errors.js';
import { lookUp, modelOf, type ModelSurface } from '../models.js';
import { defineRule, RuleReport } from '../rule.js';
import { meaningOf, type Trace } from '../trace.js';

const soon = 90 * 24 * 3600_000;

/** The evidence of a date, in words. */
const sources: Record<Evidence, string> = {
  documented: 'documented',
  observed: 'observed',
  sdk: 'known from the SDKs',
  inferred: 'inferred',
};

interface Use {
  n: number;
  at: number;
  name: string;
  surface: ModelSurface;
}

/** Every model name that the client requested. */
function uses({ calls, connections }: Trace): Use[] {
  const asked = calls.flatMap((call): Use[] => {
    const { operation, name } = meaningOf(call);
    if (name === undefined || (operation !== 'submit' && operation !== 'process')) return [];
    return [{ n: call.n, at: call.at, name, surface: operation === 'submit' ? 'queue' : 'process' }];
  });
  const opened = connections.flatMap(({ n, at, model }): Use[] =>
    model === undefined ? [] : [{ n, at, name: model, surface: 'realtime' }],
  );
  return [...asked, ...opened].sort((a, b) => a.n - b.n);
}

export const modelNames = defineRule({
  id: 'models.traffic/names',
  title: 'Model names that are served, and stay served',
  requires: ['MOD-40', 'MOD-41', 'PRO-43'],
  evaluate(trace) {
    const result = new RuleReport();
    const reported = new Set<string>();
    for (const { n, at, name, surface } of uses(trace)) {
      const found = lookUp(name, surface, at);
      if (surface === 'process') {
        result.exercised('PRO-43');
        if (
          (found?.now.state ?? 'unknown') === 'unknown' &&
          modelOf(name, 'queue', at) &&
          modelOf(name, 'queue', at)?.family !== 'image'
        ) {
          result.report({
            requirement: 'PRO-43',
            at: n,
            message: `The video model ${name} was sent to /v1/generate.`,
            fix: `Submit it as a job: POST /v1/jobs/${name}.`,
          });
        }
      }
      if (!found || found.now.state === 'unknown') continue;
      result.exercised('MOD-40');
      result.exercised('MOD-41');
      if (reported.has(`${surface} ${name}`)) continue;
      const { now, since, next } = found;
      const use = (replacement: string | undefined) =>
        replacement === undefined ? 'See the list of models for what is served now.' : `Use ${replacement}.`;
      if (now.state === 'retired') {
        result.report({
          requirement: 'MOD-40',
          at: n,
          message: `${name} was retired on ${since} (${sources[now.evidence ?? 'inferred']}).`,
          fix: use(now.replacement),
          evidence: now.evidence ?? 'inferred',
        });
      } else if (next?.state === 'retired' && Date.parse(next.from) - at < soon) {
        result.report({
          requirement: 'MOD-41',
          at: n,
          message: `${name} will be retired on ${next.from}.`,
          fix: use(next.replacement),
        });
      } else if (now.deprecated) {
        result.report({
          requirement: 'MOD-41',
          at: n,
          message: `${name} is a deprecated spelling since ${since}.`,
          fix: use(now.replacement),
        });
      } else continue;
      reported.add(`${surface} ${name}`);
    }
    return result;
  },
});
