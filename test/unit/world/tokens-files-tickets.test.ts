import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { memoryBlob } from '../../../src/world/files/memory-blob.js';
import type { Upload } from '../../../src/world/files/blob.js';
import { World, type WorldOptions } from '../../../src/world/world.js';

const make = (options: WorldOptions = {}) => {
  const world = new World({ seed: 'world', clock: { mode: 'manual', now: 0 }, ...options });
  return { world, account: world.account('dct_me') };
};

describe('tokens', () => {
  test.each([
    [undefined, 60_000],
    [1, 1_000],
    [3_600, 3_600_000],
  ])('live for %s s, to the millisecond', async (expiresIn, life) => {
    const { world, account } = make();
    const token = await account.tokens.mint(expiresIn === undefined ? {} : { expiresIn });
    await account.clock.advance(life - 1);
    for (const credential of [token.apiKey, token.jwt])
      expect((await world.identify(credential)).account).toBe(account);
    await account.clock.advance(1);
    for (const credential of [token.apiKey, token.jwt])
      await expect(world.identify(credential)).rejects.toMatchObject({ code: 'expired_api_key' });
  });

  test('end with their account, and are refused by another server', async () => {
    const { world, account } = make();
    const token = await account.tokens.mint();
    const other = make({ seed: 'other' });
    for (const credential of [token.apiKey, token.jwt])
      await expect(other.world.identify(credential)).rejects.toMatchObject({ code: 'invalid_api_key' });
    await world.reset('dct_me');
    await expect(world.identify(token.apiKey)).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  test('are bounded: the oldest is removed', async () => {
    const { world, account } = make({ limits: { tokensPerAccount: 2 } });
    const [first, , third] = [
      await account.tokens.mint(),
      await account.tokens.mint(),
      await account.tokens.mint(),
    ];
    await expect(world.identify(first.apiKey)).rejects.toMatchObject({ code: 'invalid_api_key' });
    expect((await world.identify(third.apiKey)).token).toEqual(third);
  });

  test('are bounded by text and by number', async () => {
    const { world, account } = make({ limits: { textPerAccount: 5_000 } });
    const [first, , third] = [
      await account.tokens.mint({ metadata: { note: 'x'.repeat(2_000) } }),
      await account.tokens.mint(),
      await account.tokens.mint({ metadata: { note: 'x'.repeat(2_000) } }),
    ];
    await expect(world.identify(first.apiKey)).rejects.toMatchObject({ code: 'invalid_api_key' });
    expect((await world.identify(third.apiKey)).token).toEqual(third);
  });
});

describe('files', () => {
  const upload = (left: string[], name: string): Upload => ({
    blob: memoryBlob([Buffer.from(name)], () => left.push(name)),
    filename: name,
    mime: 'text/plain',
    kind: 'unknown',
  });

  test('live for 24 h, for a given time, or forever; their bytes are freed with them', async () => {
    const { account } = make();
    const { files, clock } = account;
    const left: string[] = [];
    const day = await files.create(upload(left, 'day'));
    const minute = await files.create(upload(left, 'minute'), 60);
    const ever = await files.create(upload(left, 'ever'), null);
    await clock.advance(60_000);
    await expect(files.get(minute.id)).rejects.toMatchObject({ code: 'file_not_found' });
    await clock.advance(86_400_000);
    expect((await files.list()).map(({ id }) => id)).toEqual([ever.id]);
    expect(left).toEqual(['minute', 'day']);
    await expect(files.get(day.id)).rejects.toMatchObject({ code: 'file_not_found' });
    await account.dispose();
    expect(left).toEqual(['minute', 'day', 'ever']);
  });

  test('bytes that were disposed cannot be read', async () => {
    const blob = memoryBlob([Buffer.from('hello '), Buffer.from('world')]);
    expect(await blob.sha256()).toBe('b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9');
    const part = Buffer.concat(await Readable.from(blob.read(4, 8)).toArray()).toString();
    expect(part).toBe('o wo');
    blob.dispose();
    blob.dispose();
    await expect(Readable.from(blob.read()).toArray()).rejects.toThrow('This upload was disposed.');
  });
});

describe('tickets', () => {
  const queue = () => {
    const { account } = make({ keys: { dct_me: { maxConcurrentSessions: 1 } } });
    return { account, quota: account.organisation.quota, tickets: account.tickets, clock: account.clock };
  };

  test('are granted in turn as slots become free', async () => {
    const { tickets, quota, clock } = queue();
    quota.acquire('running', () => clock.now());
    const [first, second] = [tickets.create('q'), tickets.create('q')];
    expect([first.position, second.position, second.queueSize]).toEqual([1, 2, 2]);
    quota.release('running', 'clean');
    await clock.advance(4_999);
    expect(tickets.poll('q', first.ticketId)).toMatchObject({ state: 'waiting', position: 1 });
    expect(tickets.poll('q', second.ticketId)).toMatchObject({ state: 'waiting', position: 2 });
    await clock.advance(1);
    expect(tickets.poll('q', second.ticketId)).toMatchObject({ state: 'waiting', position: 1 });
    expect(tickets.poll('q', first.ticketId)).toEqual({ state: 'granted', claimSecondsLeft: 45 });
    await clock.advance(44_500);
    expect(tickets.poll('q', first.ticketId)).toEqual({ state: 'granted', claimSecondsLeft: 1 });
  });

  test('a granted slot stays taken until its window ends, also when its client leaves', async () => {
    const { tickets, clock } = queue();
    const first = tickets.create('q');
    const second = tickets.create('q');
    tickets.leave('q', first.ticketId);
    expect(tickets.poll('q', second.ticketId).state).toBe('waiting');
    await clock.advance(30_000);
    expect(tickets.poll('q', second.ticketId).state).toBe('waiting');
    await clock.advance(15_000);
    expect(tickets.poll('q', second.ticketId).state).toBe('granted');
  });

  test('a ticket that a session used up does not count a second time', async () => {
    const { tickets, quota, clock, account } = queue();
    quota.limit = 2;
    const [first, second, third] = [tickets.create('q'), tickets.create('q'), tickets.create('q')];
    expect([first, second, third].map(({ view }) => view.state)).toEqual(['granted', 'granted', 'waiting']);
    for (const session of ['one', 'two']) expect(account.acquireSlot(session)).toBeDefined();
    quota.release('one', 'clean');
    await clock.advance(5_000);
    expect(tickets.poll('q', third.ticketId).state).toBe('granted');
    expect(() => tickets.poll('q', first.ticketId)).toThrow('Ticket expired');
  });

  test('of one queue are unknown in another, but wait for the same slots', () => {
    const { tickets } = queue();
    const first = tickets.create('q');
    expect(tickets.create('other')).toMatchObject({ position: 1, view: { state: 'waiting' } });
    expect(() => tickets.poll('other', first.ticketId)).toThrow('Ticket expired');
  });
});

describe('the world', () => {
  test('drops the least recently used key', () => {
    const { world } = make({ limits: { accounts: 3 } });
    for (const key of ['dct_a', 'dct_b', 'dct_me', 'dct_c']) world.account(key);
    expect([...world.accounts()].map(({ key }) => key)).toEqual(['dct_b', 'dct_me', 'dct_c']);
  });

  test("repeats a key's run after a reset", async () => {
    const { world } = make();
    const life = async (): Promise<unknown> => {
      const account = world.account('dct_again');
      return [account.random.uuid(), (await account.tokens.mint()).apiKey, account.jobs.random.uuid()];
    };
    const first = await life();
    await world.reset('dct_again');
    expect(await life()).toEqual(first);
    expect(await life()).not.toEqual(first);
  });

  test.each(['', ' ', 'two words', 'ü', 'line\nbreak', 'k'.repeat(513)])('refuses the key %j', (key) => {
    expect(() => make().world.account(key)).toThrow('Invalid API key');
  });
});
