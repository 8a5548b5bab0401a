import { defaultTimeouts } from '../engine/timeouts.js';
import { linePrefix } from './protocol.js';
import type { OpenTransport } from './transport.js';

/** Warns once when an adapter runs and does not greet in time. For adapters over stdio. */
export function warnIfSilent(
  open: OpenTransport,
  warn: (line: string) => void,
  silenceMs = defaultTimeouts.silenceMs,
): OpenTransport {
  return async (events) => {
    const other = { count: 0, last: '' };
    const countLine = (line: string) => {
      other.count++;
      other.last = line.slice(0, 200);
    };
    const timer = setTimeout(() => {
      const printed = other.count === 0 ? 'nothing.' : `${other.count} other lines, the last: ${other.last}`;
      warn(
        `Still waiting for the adapter's welcome: a line on its stdout, flushed, that starts with ${linePrefix} So far it has printed ${printed}`,
      );
    }, silenceMs);
    try {
      return await open({
        onLine: (line) => {
          if (line.startsWith(linePrefix)) clearTimeout(timer);
          else countLine(line);
          events.onLine(line);
        },
        onNoise: (line) => {
          countLine(line);
          events.onNoise(line);
        },
        onGone: (why) => {
          clearTimeout(timer);
          events.onGone(why);
        },
      });
    } catch (fault) {
      clearTimeout(timer);
      throw fault;
    }
  };
}
