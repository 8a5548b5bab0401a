import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fixture, noFfmpeg, probe } from './support.js';

it('are small, and all of them are described', () => {
  const names = readdirSync(new URL('../../../fixtures/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map(({ name }) => name);
  const readme = fixture('README.md').toString();
  const media = names.filter((name) => /\.(mp4|png|jpg|webp|txt)$/.test(name));
  for (const name of media) expect(readme).toContain(name);
  expect(media.reduce((sum, name) => sum + fixture(name).length, 0)).toBeLessThan(1_500_000);
});

it('are what cameras and phones make', ({ skip }) => {
  if (noFfmpeg) skip(noFfmpeg);
  expect(fixture('input.mp4').length).toBeLessThan(60_000);
  expect(probe(fixture('input.mp4')).streams[0]).toMatchObject({
    codec_name: 'h264',
    width: 1280,
    height: 720,
  });
  expect(probe(fixture('portrait.mp4')).streams[0]).toMatchObject({
    codec_name: 'h264',
    width: 720,
    height: 1280,
  });
});
