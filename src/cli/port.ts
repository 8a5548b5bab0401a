import type { RunningMock } from '../mock.js';

/**
 * The Python and Android SDKs look for "401" in the whole text of an error, the URL included, and then stop
 * reconnecting (facts: sdk-python-android-ios.md 6).
 */
export const isUnluckyPort = (port: number): boolean => String(port).includes('401');

const portOf = (mock: Pick<RunningMock, 'url'>): number => Number(new URL(mock.url).port);

/** With port 0, starts again while the system hands out a port that SDKs would misread. */
export async function startOnLuckyPort<T extends Pick<RunningMock, 'url' | 'close'>>(
  asked: number,
  start: () => Promise<T>,
): Promise<T> {
  const refused: T[] = [];
  try {
    for (;;) {
      const mock = await start();
      if (asked !== 0 || !isUnluckyPort(portOf(mock))) return mock;
      refused.push(mock); // kept until another one is found, so that the same port does not come again
    }
  } finally {
    await Promise.all(refused.map((mock) => mock.close()));
  }
}
