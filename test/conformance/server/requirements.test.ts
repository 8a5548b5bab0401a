import { describe, expect, test } from 'vitest';
import { loadRequirements, parseRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';

const row = (more: string) =>
  `area: queue\nrequirements:\n  - { id: QUE-01, level: MUST, subject: [server], source: 'a page', text: 'A sentence of words.', ${more} }`;

describe('the requirements', () => {
  const requirements = loadRequirements();

  test('load, and every case names ones that exist and are about servers', () => {
    expect(requirements.size).toBeGreaterThan(200);
    for (const each of serverCases) {
      for (const id of each.requires) {
        expect(requirements.get(id)?.subject, `${each.id} requires ${id}`).toContain('server');
        expect(requirements.get(id)?.excluded, `${each.id} checks ${id}, which is excluded`).toBeUndefined();
      }
    }
  });

  test('case ids are unique', () => {
    expect(new Set(serverCases.map(({ id }) => id)).size).toBe(serverCases.length);
  });

  test('an observation needs its date, and only an observation has one', () => {
    expect(() => parseRequirements('x.yaml', row('evidence: observed'))).toThrow(
      /x\.yaml[\s\S]*needs a date/,
    );
    expect(() => parseRequirements('x.yaml', row("evidence: sdk, observed: '2026-01'"))).toThrow(
      /needs a date/,
    );
    expect(parseRequirements('x.yaml', row("evidence: observed, observed: '2026-01'"))).toHaveLength(1);
  });

  test('an unknown field is refused', () => {
    expect(() => parseRequirements('x.yaml', row('evidence: sdk, colour: red'))).toThrow(/colour/);
  });
});
