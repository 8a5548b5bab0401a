import { fetch, MockAgent } from 'undici';
import { expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { portWarnings } from '../../../src/server/unfit-ports.js';

const isNamedAsBlocked = (port: number): boolean =>
  portWarnings(port).some((warning) => warning.includes('blocked port'));

test('the ports that are named as blocked are those that fetch refuses', async () => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  const refused = async (port: number): Promise<boolean> => {
    const failure: unknown = await fetch(`http://127.0.0.1:${port}`, { dispatcher }).catch(
      (error: unknown) => error,
    );
    if (!(failure instanceof Error && failure.cause instanceof Error)) throw failure;
    return failure.cause.message === 'bad port';
  };
  const blocked = Array.from({ length: 65_535 }, (_, index) => index + 1).filter(isNamedAsBlocked);
  expect(blocked).toHaveLength(82);
  const near = blocked.flatMap((port) => [port - 1, port, port + 1]);
  for (const port of [...near.slice(1), 3000, 5173, 8000, 8080, 8787, 65_535])
    expect([port, await refused(port)]).toEqual([port, isNamedAsBlocked(port)]);
});

test('a mock on such a port warns, and names the port and the remedy', async () => {
  const warnings: string[] = [];
  await using mock = await startMock({ port: 6697, onWarning: (warning) => warnings.push(warning) });
  expect(mock.url).toBe('http://127.0.0.1:6697');
  expect(warnings).toEqual([
    "Browsers and Node's fetch refuse port 6697: it is a blocked port of the Fetch Standard, so no page can call this server. Choose another port, such as 8787.",
  ]);
});

test('a mock on another port does not warn', async () => {
  const warnings: string[] = [];
  await using mock = await startMock({ onWarning: (warning) => warnings.push(warning) });
  expect(mock.url).toContain('http://127.0.0.1:');
  expect(warnings).toEqual([]);
});
