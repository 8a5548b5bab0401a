import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Catalogue,
  costInCredits,
  day,
  familyOf,
  formatAt,
  hasFastMode,
  outputSize,
  promptLimitAt,
  type ServedModel,
  type Surface,
} from '../../../src/world/catalogue/index.js';

const catalogue = new Catalogue();
function served(name: string, surface: Surface): ServedModel {
  const found = catalogue.model(name)?.surfaces[surface];
  if (!found) throw new Error(`${name} is not on ${surface}`);
  return found;
}

describe('prices', () => {
  it.each([
    ['lucy-2.5', 'realtime', 2],
    ['lucy-2.5', 'queue', 4],
    ['lucy-2.1', 'realtime', 2],
    ['lucy-2.1', 'queue', 4],
    ['lucy-2.6', 'realtime', 2],
    ['lucy-2.6', 'queue', 4],
    ['lucy-vton-3.6', 'realtime', 2],
    ['lucy-vton-3.6', 'queue', 4],
    ['lucy-vton-3.5', 'realtime', 2],
    ['lucy-vton-3.5', 'queue', 4],
    ['lucy-restyle-2', 'realtime', 1],
    ['lucy-restyle-2', 'queue', 1],
    ['lucy-clip', 'queue', 15],
    ['lucy-motion', 'queue', 3],
    ['lucy-image-2', 'process', 2],
  ] as const)('%s on %s: %d credits a piece', (name, surface, credits) => {
    expect(costInCredits(served(name, surface).price, 1)).toBe(credits);
  });

  it('doubles in fast mode and halves for small images, where the model has these', () => {
    const live = served('lucy-2.5', 'realtime').price;
    expect(costInCredits(live, 10, { fast: true })).toBe(40);
    expect(costInCredits(served('lucy-2.6', 'realtime').price, 10, { fast: true })).toBe(40);
    expect(costInCredits(served('lucy-vton-3.6', 'realtime').price, 10, { fast: true })).toBe(40);
    expect(costInCredits(served('lucy-2.6', 'queue').price, 10, { fast: true })).toBe(40);
    expect(costInCredits(served('lucy-2.1', 'realtime').price, 10, { fast: true })).toBe(20);
    expect(costInCredits(served('lucy-image-2', 'process').price, 1, { resolution: '480p' })).toBe(1);
    expect(costInCredits(served('lucy-2.1', 'queue').price, 1, { resolution: '480p' })).toBe(4);
  });

  it('sums without rounding errors', () => {
    expect(costInCredits(served('lucy-clip', 'queue').price, 0.7)).toBe(10.5);
    expect(costInCredits(served('lucy-2.1', 'queue').price, 5.033)).toBe(20.13);
  });
});

describe('extras', () => {
  it('have fast mode from September 2026 for two models, and for their successors at once', () => {
    expect(hasFastMode(served('lucy-2.5', 'realtime'), day('2026-08-31'))).toBe(false);
    expect(hasFastMode(served('lucy-2.5', 'realtime'), day('2026-09-01'))).toBe(true);
    expect(hasFastMode(served('lucy-vton-3.5', 'realtime'), day('2026-09-01'))).toBe(true);
    expect(hasFastMode(served('lucy-2.6', 'realtime'), day('2026-10-25'))).toBe(true);
    expect(hasFastMode(served('lucy-vton-3.6', 'realtime'), day('2026-10-12'))).toBe(true);
    expect(hasFastMode(served('lucy-2.6', 'queue'), day('2026-10-25'))).toBe(false);
    expect(hasFastMode(served('lucy-2.1', 'realtime'), day('2026-09-01'))).toBe(false);
  });

  it('have prompt limits by date', () => {
    const limit = (name: string, surface: Surface, date: string) => {
      const found = promptLimitAt(served(name, surface), day(date));
      return found && `${found.most} ${found.unit}`;
    };
    expect(limit('lucy-2.1', 'queue', '2026-06-02')).toBe('1000 characters');
    expect(limit('lucy-2.1', 'queue', '2026-06-03')).toBeUndefined();
    expect(limit('lucy-image-2', 'process', '2026-11-01')).toBe('1000 characters');
    expect(limit('lucy-2.5', 'realtime', '2026-11-01')).toBe('750 characters');
    expect(limit('lucy-vton-3.5', 'realtime', '2026-08-31')).toBeUndefined();
    expect(limit('lucy-vton-3.5', 'realtime', '2026-09-01')).toBe('226 tokens');
    expect(limit('lucy-vton-3.6', 'realtime', '2026-10-12')).toBe('226 tokens');
    expect(limit('lucy-vton-3.6', 'queue', '2026-10-12')).toBeUndefined();
  });

  it('are inferred for try-on, where the limit is known second hand alone', () => {
    for (const name of ['lucy-vton-3.5', 'lucy-vton-3.6'])
      expect(catalogue.model(name)?.surfaces.realtime?.promptLimit).toMatchObject({
        evidence: 'inferred',
        source: 'two public apps, September 2026, second hand',
      });
  });

  it('have no form for a realtime model', () => {
    const avatar = catalogue.model('live-avatar');
    expect(avatar?.liveAvatar).toBe(true);
    expect(() => avatar && familyOf(avatar)).toThrow('live-avatar is realtime only');
  });
});

describe('output size', () => {
  type Asked = [size?: '480p' | '720p' | '1080p', input?: { width: number; height: number }];
  const sizeOn = (date: string, name: string, surface: Surface, ...rest: Asked) => {
    const model = served(name, surface);
    const { width, height } = outputSize(model, formatAt(model, day(date)), ...rest);
    return `${width}x${height}`;
  };
  const size = (name: string, surface: Surface, ...rest: Asked) =>
    sizeOn('2026-11-20', name, surface, ...rest);

  it('is landscape without an input, and turns with it', () => {
    expect(size('lucy-2.1', 'queue')).toBe('1280x720');
    expect(size('lucy-2.1', 'queue', '720p', { width: 1920, height: 1080 })).toBe('1280x720');
    expect(size('lucy-2.1', 'queue', '720p', { width: 1080, height: 1920 })).toBe('720x1280');
  });

  it('is landscape for every picture with lucy-motion', () => {
    for (const [width, height] of [
      [720, 1280],
      [1280, 720],
      [500, 500],
    ] as const)
      expect(sizeOn('2026-05-01', 'lucy-motion', 'queue', '720p', { width, height })).toBe('1280x704');
  });

  it('grew for lucy-2.1 in October 2026, on both surfaces', () => {
    for (const surface of ['queue', 'realtime'] as const) {
      expect(sizeOn('2026-10-24', 'lucy-2.1', surface)).toBe('1088x624');
      expect(sizeOn('2026-10-25', 'lucy-2.1', surface)).toBe('1280x720');
    }
  });

  it('takes the nearest shape of the model', () => {
    expect(size('lucy-vton-3.5', 'queue', '720p', { width: 1920, height: 1080 })).toBe('1280x720');
    expect(size('lucy-vton-3.5', 'queue', '720p', { width: 2000, height: 1000 })).toBe('1280x640');
    expect(size('lucy-vton-3.5', 'queue', '720p', { width: 500, height: 1000 })).toBe('640x1280');
    expect(size('lucy-vton-3.5-1-1', 'queue', '720p', { width: 500, height: 1000 })).toBe('720x720');
  });

  it('was 1884x1080 for lucy-2.1 in 1080p while its 720p was 1088x624, as the SDK tested it', () => {
    expect(sizeOn('2026-08-20', 'lucy-2.1', 'realtime', '1080p')).toBe('1884x1080');
    expect(size('lucy-2.1', 'realtime', '1080p')).toBe('1920x1080');
    expect(size('lucy-2.5', 'realtime', '1080p')).toBe('1920x1080');
  });

  it('is always even, as H.264 requires', () => {
    const shape = fc.record({
      width: fc.integer({ min: 1, max: 8000 }),
      height: fc.integer({ min: 1, max: 8000 }),
    });
    const property = fc.property(
      fc.constantFrom('lucy-2.1', 'lucy-2.5', 'lucy-restyle-2', 'lucy-vton-3.5'),
      fc.constantFrom('480p', '720p', '1080p'),
      shape,
      (name, resolution, input) => {
        const model = served(name, 'queue');
        const { width, height } = outputSize(model, model.format, resolution, input);
        expect([width % 2, height % 2]).toEqual([0, 0]);
        if (input.width > input.height) expect(width).toBeGreaterThanOrEqual(height);
        if (input.width < input.height) expect(height).toBeGreaterThanOrEqual(width);
      },
    );
    fc.assert(property);
  });
});
