import type { SdkPage } from './sdk-page.js';

/**
 * SDK 0.1.20 adds the page's time origin to a time that browsers count from 1970, so it discards every sample of latency,
 * whatever a server sends; 0.2.x takes the browser's time as it is. This makes the two agree.
 */
export const countFromTimeOrigin = ({ test }: SdkPage): Promise<void> =>
  test.page.evaluate(() => {
    const { prototype } = RTCRtpReceiver;
    const sources = Reflect.get(prototype, 'getSynchronizationSources');
    prototype.getSynchronizationSources = function () {
      const { timeOrigin } = performance;
      return sources.call(this).map((one) => ({ ...one, timestamp: one.timestamp - timeOrigin }));
    };
  });
