import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { form, mp4, png, serve, type Served } from './support/serve.js';

let served: Served;
const warnings: string[] = [];
beforeAll(async () => {
  served = await serve({ onWarning: (warning) => warnings.push(warning) });
});
afterAll(async () => {
  await served.expectClean();
  await served.mock.close();
});

let count = 0;

/** Uploads a file, and reads what the journal says about it. */
async function upload(file: Uint8Array, path = '/v1/files', field = 'file'): Promise<string> {
  const key = `dct_damage_${++count}`;
  const response = await fetch(served.mock.url + path, {
    method: 'POST',
    headers: { 'x-api-key': key },
    body: form({ [field]: new File([Uint8Array.from(file)], 'a.bin') }),
  });
  expect(response.status).toBe(200);
  const [entry] = await served.mock.account(key).journal.find();
  return JSON.stringify(entry?.detail ?? {});
}

const throughText = (bytes: Uint8Array): Buffer => Buffer.from(new TextDecoder().decode(bytes));
const fixtures = new URL('../../../fixtures/', import.meta.url);
const media = readdirSync(fixtures).filter((name) => /\.(?:jpg|mp4|png|webp)$/.test(name));

describe('an upload that a text decoder damaged', () => {
  test.each(media)('%s is named, with its field, how many characters, and what to do', async (name) => {
    const damaged = throughText(readFileSync(new URL(name, fixtures)));
    const replaced = damaged.toString().split('\ufffd').length - 1;
    const said = await upload(damaged);
    expect(said).toContain(`The upload \\"file\\" (a.bin, ${damaged.length} bytes) was probably damaged`);
    expect(said).toContain(`${replaced} replacement characters`);
    expect(said).toContain('Read the file as bytes');
  });

  test('completes as a job, and is printed as a warning', async () => {
    expect(await upload(throughText(mp4), '/v1/jobs/lucy-2.5', 'data')).toContain('The upload \\"data\\"');
    expect(warnings.some((warning) => warning.includes('The upload "data"'))).toBe(true);
  });

  test('is found in pieces of any size', async () => {
    const { TextDamage } = await import('../../../src/http/uploads/text-damage.js');
    const damaged = throughText(png);
    for (const size of [1, 2, 3, 5, 1_000]) {
      const damage = new TextDamage();
      for (let at = 0; at < damaged.length; at += size) damage.push(damaged.subarray(at, at + size));
      expect([size, damage.count]).toEqual([size, damaged.toString().split('\ufffd').length - 1]);
    }
  });
});

describe('no damage is reported for', () => {
  test.each(media)('%s as it is', async (name) => {
    expect(await upload(readFileSync(new URL(name, fixtures)))).not.toContain('damaged');
  });

  test.each([
    ['a text', 'größe 車 🎩 '.repeat(1_000)],
    ['a text with nine replacement characters', '\ufffd'.repeat(9)],
    ['a long text with some', `${'a line of text\n'.repeat(1_000)}${'\ufffd'.repeat(20)}`],
    ['an empty file', ''],
  ])('%s', async (_what, text) => {
    expect(await upload(Buffer.from(text))).not.toContain('damaged');
  });

  test('bytes that have many of them and are no text', async () => {
    expect(
      await upload(Buffer.concat([Buffer.from('\ufffd'.repeat(100)), Buffer.from([0xff])])),
    ).not.toContain('damaged');
  });
});
