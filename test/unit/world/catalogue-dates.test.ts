import { describe, expect, it } from 'vitest';
import { Catalogue, day, type Surface } from '../../../src/world/catalogue/index.js';

const catalogue = new Catalogue();

/** `lucy-2.1` when served by it, `retired`, `unknown`. */
function meaning(name: string, surface: Surface, date: string): string {
  const found = catalogue.resolve(name, surface, day(date));
  return found.state === 'served' ? found.model.name : found.state;
}

type Row = readonly [date: string, meaning: string];

/** What a name resolves to on a surface, by day; `""` is the empty name. lucy-latest stays at lucy-2.5: docs/reference/generated/models.md. */
const lives = `
  lucy-motion (queue): 2025-11-25 unknown, 2026-04-15 lucy-motion, 2026-05-09 lucy-motion,
    2026-05-10 retired, 2030-01-01 retired
  lucy-motion (process): 2025-11-12 lucy-motion, 2026-04-15 unknown
  lucy-motion-latest (queue): 2026-04-06 unknown, 2026-04-15 lucy-motion, 2026-05-10 retired
  lucy-2.1-vton (queue): 2026-04-13 unknown, 2026-04-14 lucy-2.1-vton, 2026-05-31 lucy-2.1-vton,
    2026-06-28 lucy-2.1-vton, 2026-06-29 retired, 2026-06-30 retired
  lucy-2.1-vton (realtime): 2026-04-07 lucy-2.1-vton, 2026-06-29 retired
  lucy-vton (queue): 2026-05-10 unknown, 2026-05-18 lucy-2.1-vton, 2026-06-29 retired
  lucy-2.viton (queue): 2026-05-18 lucy-2.1-vton, 2026-08-31 retired
  lucy-2.1.viton (queue): 2026-05-18 lucy-2.1-vton, 2026-08-31 retired
  lucy-latest (queue): 2026-04-06 unknown, 2026-04-07 lucy-2.1, 2026-06-30 lucy-2.1, 2026-07-05 lucy-2.5,
    2026-10-08 lucy-2.5, 2026-11-20 lucy-2.5
  lucy-latest (realtime): 2026-07-04 lucy-2.1, 2026-07-05 lucy-2.5, 2026-11-20 lucy-2.5
  lucy-2.6 (queue): 2026-10-24 unknown, 2026-10-25 lucy-2.6
  lucy-2.6 (realtime): 2026-10-24 unknown, 2026-10-25 lucy-2.6
  lucy-vton-3.6 (queue): 2026-10-11 unknown, 2026-10-12 lucy-vton-3.6
  lucy-vton-3.6 (realtime): 2026-10-11 unknown, 2026-10-12 lucy-vton-3.6
  lucy-vton-latest (realtime): 2026-04-07 lucy-2.1-vton, 2026-05-10 lucy-2.1-vton, 2026-05-11 lucy-vton-2,
    2026-06-02 lucy-vton-2, 2026-06-03 lucy-vton-3, 2026-07-22 lucy-vton-3, 2026-08-09 lucy-vton-3,
    2026-08-10 lucy-vton-3, 2026-08-11 lucy-vton-3.5, 2026-09-30 lucy-vton-3.5, 2026-10-11 lucy-vton-3.5, 2026-10-12 lucy-vton-3.6
  lucy-vton-2 (queue): 2026-05-11 lucy-vton-2, 2026-09-13 lucy-vton-2, 2026-09-14 retired
  lucy-2.1-vton-2 (queue): 2026-05-11 lucy-vton-2, 2026-09-14 retired
  lucy-vton-3 (realtime): 2026-06-02 unknown, 2026-06-03 lucy-vton-3, 2026-09-14 retired
  lucy-2.1-vton-3 (queue): 2026-08-01 lucy-vton-3, 2026-09-14 retired
  lucy-vton-3.5 (queue): 2026-07-21 unknown, 2026-07-22 lucy-vton-3.5, 2026-07-23 unknown,
    2026-08-09 unknown, 2026-08-10 lucy-vton-3.5, 2026-11-01 lucy-vton-3.5
  lucy-vton-3-5-4-3 (queue): 2026-08-09 unknown, 2026-08-10 lucy-vton-3.5-4-3
  lucy-2.5 (queue): 2026-07-03 unknown, 2026-07-04 unknown, 2026-07-05 lucy-2.5
  lucy-2.5 (realtime): 2026-07-02 unknown, 2026-07-03 lucy-2.5
  lucy_v2v_14b_rt (realtime): 2026-01-21 unknown, 2026-01-22 lucy-2, 2026-08-31 lucy-2.1
  lucy_2_rt (realtime): 2026-01-31 unknown, 2026-02-01 lucy-2, 2026-04-28 lucy-2, 2026-04-29 lucy-2.1,
    2026-08-03 lucy-2.1
  lucy-2 (realtime): 2026-04-06 unknown, 2026-04-07 lucy-2, 2026-08-31 lucy-2.1
  lucy-2-v2v (queue): 2026-03-08 unknown, 2026-03-09 lucy-2, 2026-08-31 lucy-2.1
  mirage (realtime): 2025-10-01 lucy-restyle, 2026-05-09 lucy-restyle, 2026-05-10 retired
  mirage_v2 (realtime): 2025-10-22 unknown, 2025-10-23 lucy-restyle-2, 2026-11-01 lucy-restyle-2
  mirage_v2 (queue): 2026-04-06 unknown, 2026-08-31 lucy-restyle-2
  lucy-restyle-2 (realtime): 2026-04-06 unknown, 2026-04-07 lucy-restyle-2
  lucy-restyle-v2v (queue): 2025-12-16 unknown, 2025-12-17 lucy-restyle-2
  lucy_v2v_720p_rt (realtime): 2025-10-01 lucy, 2026-05-10 retired
  lucy (realtime): 2026-04-06 unknown, 2026-04-07 lucy, 2026-05-10 retired
  avatar-live (realtime): 2025-12-28 unknown, 2025-12-29 live-avatar, 2026-01-01 unknown
  live_avatar (realtime): 2025-12-31 unknown, 2026-01-01 live-avatar, 2026-05-10 retired
  live-avatar (realtime): 2026-04-06 unknown, 2026-05-09 live-avatar, 2026-05-10 retired
  lucy-pro-t2v (queue): 2026-03-25 lucy-pro-t2v, 2026-03-26 retired
  lucy-pro-i2v (queue): 2026-03-25 lucy-pro-i2v, 2026-03-26 retired
  lucy-dev-i2v (queue): 2026-03-25 lucy-dev-i2v, 2026-03-26 retired
  lucy-fast-v2v (queue): 2026-03-25 lucy-fast-v2v, 2026-03-26 retired
  lucy-pro-flf2v (queue): 2026-03-16 lucy-pro-flf2v, 2026-03-17 retired
  lucy-dev-v2v (process): 2025-10-01 lucy-dev-v2v, 2025-11-26 retired
  lucy-dev-v2v (queue): 2025-10-01 unknown, 2026-11-01 unknown
  lucy-pro-t2i (process): 2025-10-01 lucy-pro-t2i, 2026-03-26 retired
  lucy-pro-t2i (queue): 2025-11-25 unknown, 2025-11-26 lucy-pro-t2i, 2026-03-26 retired
  lucy-pro-v2v (queue): 2025-12-01 lucy-clip, 2026-11-01 lucy-clip
  lucy-clip (queue): 2026-04-06 unknown, 2026-04-07 lucy-clip, 2026-11-20 lucy-clip
  lucy-pro-i2i (process): 2025-10-01 lucy-image-2, 2026-11-01 lucy-image-2
  lucy_pro_i2i (queue): 2026-08-31 lucy-image-2
  lucy-image-2 (process): 2026-04-06 unknown, 2026-04-07 lucy-image-2
  lucy-robot-720p (queue): 2026-07-31 unknown, 2026-08-31 lucy-robot-720p
  lucy-samsung-robot-poc (queue): 2026-08-31 lucy-robot-720p
  lipsync (lipsync): 2025-10-21 unknown, 2025-10-22 lipsync, 2026-05-09 lipsync, 2026-05-10 retired
  lipsync (realtime): 2025-10-22 unknown, 2026-05-09 unknown, 2026-05-10 unknown
  lipsync (queue): 2026-05-09 unknown, 2026-05-10 unknown
  lucy-edit-nonsense (queue): 2026-08-31 unknown
  __proto__ (queue): 2026-08-31 unknown
  "" (queue): 2026-08-31 unknown
`;

const rowsOf = (life: string): Row[] =>
  [...life.matchAll(/(\d{4}-\d{2}-\d{2}) ([\w.-]+)/g)].map(([, date = '', meant = '']) => [date, meant]);
const parsed = [...lives.matchAll(/^ {2}(\S+) \((\w+)\):((?:.|\n {4})*)$/gm)].map(
  ([, name = '', surface, life = '']) =>
    [name === '""' ? '' : name, surface as Surface, rowsOf(life)] as const,
);

describe('the life of a name', () => {
  it('is read whole', () => {
    expect(parsed).toHaveLength(59);
    expect(parsed.flatMap(([, , rows]) => rows)).toHaveLength(161);
  });

  it.each(parsed)('%s on %s', (name, surface, rows) => {
    expect(rows.map(([date]) => [date, meaning(name, surface, date)])).toEqual(rows);
  });

  it('changes at midnight UTC, not a millisecond earlier', () => {
    const at = Date.parse('2026-05-10T00:00:00Z');
    expect(catalogue.resolve('lucy-motion', 'queue', at - 1).state).toBe('served');
    expect(catalogue.resolve('lucy-motion', 'queue', at)).toEqual({
      state: 'retired',
      requested: 'lucy-motion',
      model: 'lucy-motion',
      retiredOn: at,
    });
  });

  it('names the model of a retired name, and its replacement', () => {
    expect(catalogue.resolve('lucy-vton', 'queue', day('2026-07-01'))).toEqual({
      state: 'retired',
      requested: 'lucy-vton',
      model: 'lucy-2.1-vton',
      retiredOn: day('2026-06-29'),
      replacement: 'lucy-vton-latest',
    });
  });

  it('says how the name was resolved', () => {
    const via = (name: string, date: string) => {
      const found = catalogue.resolve(name, 'realtime', day(date));
      return found.state === 'served' ? [found.via, found.deprecated?.replacement] : found.state;
    };
    expect(via('mirage_v2', '2026-02-01')).toEqual(['canonical', undefined]);
    expect(via('mirage_v2', '2026-04-07')).toEqual(['alias', 'lucy-restyle-2']);
    expect(via('lucy-restyle-2', '2026-04-07')).toEqual(['canonical', undefined]);
    expect(via('lucy-latest', '2026-08-01')).toEqual(['latest', undefined]);
  });

  it('has the size and frame rate of the day', () => {
    const format = (name: string, date: string) => {
      const found = catalogue.resolve(name, 'realtime', day(date));
      return found.state === 'served' ? Object.values(found.format) : found.state;
    };
    expect(format('mirage_v2', '2025-10-23')).toEqual([1280, 704, 12]);
    expect(format('mirage_v2', '2025-10-30')).toEqual([1280, 704, 18]);
    expect(format('mirage_v2', '2025-11-05')).toEqual([1280, 704, 22]);
    expect(format('mirage_v2', '2026-05-19')).toEqual([1280, 704, 30]);
    expect(format('lucy_v2v_14b_rt', '2026-01-22')).toEqual([1280, 704, 15]);
    expect(format('lucy_2_rt', '2026-02-10')).toEqual([1280, 720, 20]);
    expect(format('lucy-2.1', '2026-05-18')).toEqual([1088, 624, 20]);
    expect(format('lucy-2.1', '2026-05-19')).toEqual([1088, 624, 30]);
    expect(format('lucy-vton-latest', '2026-08-20')).toEqual([1280, 720, 30]);
  });
});

describe('POST /v1/models/resolve', () => {
  it('answers as it did live on 2026-06-03', () => {
    const at = day('2026-06-03');
    const names = ['lucy-vton-3', 'lucy-vton-latest', 'lucy-vton-2', 'lucy-2.1-vton'];
    expect(names.map((name) => catalogue.canonicalName(name, at))).toEqual([
      'lucy-vton-3',
      'lucy-vton-3',
      'lucy-vton-2',
      'lucy-2.1-vton',
    ]);
  });

  it('refuses unknown and retired names', () => {
    expect(catalogue.canonicalName('gpt-5', day('2026-06-03'))).toBeUndefined();
    expect(catalogue.canonicalName('constructor', day('2026-06-03'))).toBeUndefined();
    expect(catalogue.canonicalName('lucy-motion', day('2026-06-03'))).toBeUndefined();
    expect(catalogue.canonicalName('lipsync', day('2026-03-01'))).toBeUndefined();
  });

  it('gives no name that does not exist yet', () => {
    expect(catalogue.canonicalName('lucy_2_rt', day('2026-02-10'))).toBe('lucy_2_rt');
    expect(catalogue.canonicalName('lucy_2_rt', day('2026-04-10'))).toBe('lucy-2');
    expect(catalogue.canonicalName('lucy_2_rt', day('2026-08-10'))).toBe('lucy-2.1');
  });
});

describe('events', () => {
  it('finds the retirements between two days', () => {
    const retired = catalogue
      .events(day('2026-05-01'), day('2026-06-30'))
      .filter(({ kind }) => kind === 'retire')
      .map(({ at, name, surface }) => [new Date(at).toISOString().slice(0, 10), name, surface]);
    expect(retired).toEqual([
      ['2026-05-10', 'lucy-restyle', 'realtime'],
      ['2026-05-10', 'live-avatar', 'realtime'],
      ['2026-05-10', 'lipsync', 'lipsync'],
      ['2026-05-10', 'lucy-motion', 'queue'],
      ['2026-05-10', 'lucy', 'realtime'],
      ['2026-06-29', 'lucy-2.1-vton', 'realtime'],
      ['2026-06-29', 'lucy-2.1-vton', 'queue'],
    ]);
  });

  it('includes the start and excludes the end', () => {
    const at = day('2026-09-14');
    expect(catalogue.events(at, at)).toEqual([]);
    expect(catalogue.events(at, at + 1).map(({ name }) => name)).toContain('lucy-vton-3');
    expect(catalogue.events(at - 1, at)).toEqual([]);
  });
});

describe('socket paths', () => {
  it('exist for a time beside /v1/stream', () => {
    const states = (date: string) =>
      Object.fromEntries(catalogue.realtimePaths(day(date)).map(({ path, state }) => [path, state]));
    expect(states('2025-10-21')).not.toHaveProperty('/router/lipsync/ws');
    expect(states('2025-12-30')).toEqual({
      '/v1/stream': 'open',
      '/v1/avatar-live/stream': 'open',
      '/v1/stream-trial': 'open',
      '/router/lipsync/ws': 'open',
    });
    expect(states('2026-05-10')).toEqual({
      '/v1/stream': 'open',
      '/v1/avatar-live/stream': 'retired',
      '/v1/live_avatar/stream': 'retired',
      '/v1/stream-trial': 'retired',
      '/router/lipsync/ws': 'retired',
    });
  });
});
