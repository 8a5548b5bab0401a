/** The catalogue against what Decart published at a date: its OpenAPI of August 2026, and the SDK registries. */
import { describe, expect, it } from 'vitest';
import { Catalogue, day, familyOf, type Surface } from '../../../src/world/catalogue/index.js';

const catalogue = new Catalogue();

/** Submit routes of the OpenAPI document, by the form they take. */
const openapiJobs = {
  clip: ['lucy-clip', 'lucy-pro-v2v', 'lucy-clip-latest'],
  restyle: ['lucy-restyle-2', 'mirage_v2', 'lucy-restyle-v2v', 'lucy-restyle-latest'],
  robot: ['lucy-robot-720p', 'lucy-samsung-robot-poc', 'lucy-solomon-robot-poc'],
  'edit-2.5': ['lucy-2.5', 'lucy-2-5', 'lucy_2_5', 'lucy-latest'],
  'edit-2.1': [
    ...['lucy-2.1', 'lucy_2_rt_preview', 'lucy-2', 'lucy_2', 'lucy_2_rt', 'lucy-2-v2v', 'lucy_2_v2v'],
    ...['lucy_v2v_14b_rt', 'lucy-vton-2', 'lucy-2.1-vton-2', 'lucy-vton-3', 'lucy-2.1-vton-3'],
    ...['lucy-vton-latest', 'lucy-vton-3.5', 'lucy-vton-3-5', 'lucy-vton-3.5-4-3', 'lucy-vton-3-5-4-3'],
    ...['lucy-vton-3.5-1-1', 'lucy-vton-3-5-1-1'],
  ],
  image: ['lucy-image-2', 'lucy-pro-i2i', 'lucy_pro_i2i', 'lucy-image-latest'],
};
const listedThoughRetired = ['lucy-2.1-vton', 'lucy-2.viton', 'lucy-2.1.viton', 'lucy-vton'];

describe('the OpenAPI of August 2026', () => {
  const at = day('2026-08-31');
  const routes = (surface: Surface, state: string) =>
    catalogue
      .routes(at)
      .filter((route) => route.surface === surface && route.state === state)
      .map(({ name }) => name)
      .sort();

  it('has exactly the queue routes that are served', () => {
    expect(routes('queue', 'served')).toEqual(Object.values(openapiJobs).flat().sort());
  });

  it('has exactly the process routes that are served', () => {
    expect(routes('process', 'served')).toEqual([...openapiJobs.image].sort());
  });

  it('still lists routes that answer 410', () => {
    expect(routes('queue', 'retired')).toEqual(expect.arrayContaining(listedThoughRetired));
  });

  it.each(Object.entries(openapiJobs))('takes the %s form on the same routes', (family, names) => {
    const families = names.map((name) => {
      const found = catalogue.resolve(name, 'queue', at);
      return found.state === 'served' ? familyOf(found.model) : found.state;
    });
    expect(new Set(families)).toEqual(new Set([family]));
  });
});

type Listed = Readonly<Record<string, readonly [fps: number, size: string]>>;
const registries: readonly {
  sdk: string;
  date: string;
  realtime: Listed;
  queue: Listed;
  process: readonly string[];
}[] = [
  {
    sdk: 'JS SDK 0.0.46',
    date: '2026-02-10',
    realtime: {
      mirage: [25, '1280x704'],
      mirage_v2: [22, '1280x704'],
      lucy_v2v_720p_rt: [25, '1280x704'],
      lucy_2_rt: [20, '1280x720'],
      live_avatar: [25, '1280x720'],
    },
    queue: {
      'lucy-dev-i2v': [25, '1280x704'],
      'lucy-pro-t2v': [25, '1280x704'],
      'lucy-pro-i2v': [25, '1280x704'],
      'lucy-pro-v2v': [25, '1280x704'],
      'lucy-pro-flf2v': [25, '1280x704'],
      'lucy-motion': [25, '1280x704'],
      'lucy-fast-v2v': [25, '1280x720'],
      'lucy-restyle-v2v': [22, '1280x704'],
    },
    process: ['lucy-pro-t2i', 'lucy-pro-i2i'],
  },
  {
    sdk: 'JS SDK 0.0.63',
    date: '2026-05-03',
    realtime: {
      lucy: [25, '1280x704'],
      'lucy-2.1': [20, '1088x624'],
      'lucy-2.1-vton': [20, '1088x624'],
      'lucy-restyle': [25, '1280x704'],
      'lucy-restyle-2': [22, '1280x704'],
      'live-avatar': [25, '1280x720'],
      'lucy-latest': [20, '1088x624'],
      'lucy-vton-latest': [20, '1088x624'],
      'lucy-restyle-latest': [22, '1280x704'],
      mirage: [25, '1280x704'],
      mirage_v2: [22, '1280x704'],
      lucy_v2v_720p_rt: [25, '1280x704'],
      live_avatar: [25, '1280x720'],
    },
    queue: {
      'lucy-clip': [25, '1280x704'],
      'lucy-2.1': [20, '1088x624'],
      'lucy-2.1-vton': [20, '1088x624'],
      'lucy-restyle-2': [22, '1280x704'],
      'lucy-motion': [25, '1280x704'],
      'lucy-latest': [20, '1088x624'],
      'lucy-vton-latest': [20, '1088x624'],
      'lucy-restyle-latest': [22, '1280x704'],
      'lucy-clip-latest': [25, '1280x704'],
      'lucy-motion-latest': [25, '1280x704'],
      'lucy-pro-v2v': [25, '1280x704'],
      'lucy-restyle-v2v': [22, '1280x704'],
    },
    process: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'],
  },
  {
    sdk: 'JS SDK 0.0.68',
    date: '2026-05-18',
    realtime: {
      'lucy-2.1': [20, '1088x624'],
      'lucy-2.1-vton': [20, '1088x624'],
      'lucy-vton-2': [20, '1088x624'],
      'lucy-restyle-2': [22, '1280x704'],
      'lucy-latest': [20, '1088x624'],
      'lucy-vton-latest': [20, '1088x624'],
      'lucy-restyle-latest': [22, '1280x704'],
      mirage_v2: [22, '1280x704'],
      'lucy-vton': [20, '1088x624'],
      'lucy-2.1-vton-2': [20, '1088x624'],
    },
    queue: {
      'lucy-clip': [25, '1280x704'],
      'lucy-vton': [20, '1088x624'],
      'lucy-2.1-vton-2': [20, '1088x624'],
      'lucy-vton-2': [20, '1088x624'],
    },
    process: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'],
  },
  {
    sdk: 'JS SDK 0.1.16',
    date: '2026-07-23',
    // lucy-latest is left out: the SDK kept the size of 2.1 when the server had moved on to 2.5.
    realtime: {
      'lucy-2.1': [30, '1088x624'],
      'lucy-2.5': [30, '1280x720'],
      'lucy-vton-2': [30, '1088x624'],
      'lucy-vton-3': [30, '1088x624'],
      'lucy-restyle-2': [30, '1280x704'],
      'lucy-vton-latest': [30, '1088x624'],
      'lucy-restyle-latest': [30, '1280x704'],
      'lucy-2.1-vton-2': [30, '1088x624'],
    },
    queue: {
      'lucy-clip': [25, '1280x704'],
      'lucy-2.1': [20, '1088x624'],
      'lucy-2.5': [20, '1280x720'],
      'lucy-vton-3': [20, '1088x624'],
      'lucy-vton-latest': [20, '1088x624'],
    },
    process: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'],
  },
  {
    sdk: 'JS SDK 0.1.20',
    date: '2026-08-20',
    // lucy-latest is left out, as above.
    realtime: {
      'lucy-2.1': [30, '1088x624'],
      'lucy-2.5': [30, '1280x720'],
      'lucy-vton-2': [30, '1088x624'],
      'lucy-vton-3': [30, '1088x624'],
      'lucy-vton-3.5': [30, '1280x720'],
      'lucy-restyle-2': [30, '1280x704'],
      'lucy-vton-latest': [30, '1280x720'],
      'lucy-restyle-latest': [30, '1280x704'],
      'lucy-2.1-vton-2': [30, '1088x624'],
    },
    queue: {
      'lucy-clip': [25, '1280x704'],
      'lucy-2.1': [20, '1088x624'],
      'lucy-2.5': [20, '1280x720'],
      'lucy-vton-2': [20, '1088x624'],
      'lucy-vton-3': [20, '1088x624'],
      'lucy-vton-3.5': [20, '1280x720'],
      'lucy-restyle-2': [22, '1280x704'],
      'lucy-vton-latest': [20, '1280x720'],
      'lucy-restyle-latest': [22, '1280x704'],
      'lucy-clip-latest': [25, '1280x704'],
      'lucy-2.1-vton-2': [20, '1088x624'],
      'lucy-pro-v2v': [25, '1280x704'],
      'lucy-restyle-v2v': [22, '1280x704'],
    },
    process: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'],
  },
  {
    sdk: 'PyPI decart 0.2.2',
    date: '2026-10-12',
    // lucy-latest is left out, as above.
    realtime: {
      'lucy-2.1': [30, '1088x624'],
      'lucy-2.5': [30, '1280x720'],
      'lucy-vton-3.5': [30, '1280x720'],
      'lucy-vton-3.6': [30, '1280x720'],
      'lucy-restyle-2': [30, '1280x704'],
      'lucy-vton-latest': [30, '1280x720'],
      'lucy-restyle-latest': [30, '1280x704'],
    },
    queue: {
      'lucy-clip': [25, '1280x704'],
      'lucy-2.1': [20, '1088x624'],
      'lucy-2.5': [20, '1280x720'],
      'lucy-vton-3.5': [20, '1280x720'],
      'lucy-vton-3.6': [20, '1280x720'],
      'lucy-restyle-2': [22, '1280x704'],
      'lucy-vton-latest': [20, '1280x720'],
      'lucy-restyle-latest': [22, '1280x704'],
      'lucy-clip-latest': [25, '1280x704'],
      'lucy-pro-v2v': [25, '1280x704'],
      'lucy-restyle-v2v': [22, '1280x704'],
    },
    process: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'],
  },
  {
    sdk: 'PyPI decart 0.2.4',
    date: '2026-10-25',
    realtime: {
      'lucy-2.1': [30, '1280x720'],
      'lucy-2.5': [30, '1280x720'],
      'lucy-2.6': [30, '1280x720'],
      'lucy-vton-3.5': [30, '1280x720'],
      'lucy-vton-3.6': [30, '1280x720'],
      'lucy-restyle-2': [30, '1280x704'],
      'lucy-latest': [30, '1280x720'],
      'lucy-vton-latest': [30, '1280x720'],
      'lucy-restyle-latest': [30, '1280x704'],
    },
    queue: {
      'lucy-2.1': [20, '1280x720'],
      'lucy-2.5': [20, '1280x720'],
      'lucy-2.6': [20, '1280x720'],
      'lucy-vton-3.5': [20, '1280x720'],
      'lucy-vton-3.6': [20, '1280x720'],
      'lucy-restyle-2': [22, '1280x704'],
      'lucy-latest': [20, '1280x720'],
      'lucy-vton-latest': [20, '1280x720'],
      'lucy-restyle-latest': [22, '1280x704'],
      'lucy-restyle-v2v': [22, '1280x704'],
    },
    process: ['lucy-image-2', 'lucy-image-latest', 'lucy-pro-i2i'],
  },
];

describe.each(registries)('$sdk on $date', ({ date, realtime, queue, process }) => {
  const listed = (surface: Surface, names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(
      names.map((name): [string, unknown] => {
        const found = catalogue.resolve(name, surface, day(date));
        if (found.state !== 'served') return [name, found.state];
        const { fps, width, height } = found.format;
        return [name, [fps, `${width}x${height}`]];
      }),
    );

  it('finds its realtime models, in its sizes', () => {
    expect(listed('realtime', Object.keys(realtime))).toEqual(realtime);
  });

  it('finds its queue models, in its sizes', () => {
    expect(listed('queue', Object.keys(queue))).toEqual(queue);
  });

  it('finds its image models', () => {
    const found = process.map((name) => catalogue.resolve(name, 'process', day(date)));
    for (const resolution of found)
      expect(resolution).toMatchObject({ state: 'served', model: { output: 'image' } });
  });
});
