import { createRequire } from 'node:module';
import type * as RtcNode from '@livekit/rtc-node';

/** An optional package: only its types are imported before it is needed. */
export const RTC_NODE = '@livekit/rtc-node';

/**
 * Loads `@livekit/rtc-node`. It writes debug lines to stdout unless `NODE_ENV` is `production` while it loads, and has no
 * other switch. It loads synchronously, so no other code sees the changed variable.
 * @throws Error when it cannot be loaded
 */
export function loadRtcNode(): typeof RtcNode {
  const { env } = process;
  const before = env.NODE_ENV;
  env.NODE_ENV = 'production';
  try {
    return createRequire(import.meta.url)(RTC_NODE) as typeof RtcNode;
  } finally {
    if (before === undefined) delete env.NODE_ENV;
    else env.NODE_ENV = before;
  }
}
