import { linePrefix } from './protocol.js';
import type { OpenTransport } from './transport.js';

/** How long an adapter may start without a word about it, in ms. Most greet within one second. */
const patienceMs = 3000;

/** The same way to an adapter; tells once when the adapter runs and does not greet. For adapters that speak on stdout. */
export function tellingOfSilence(open: OpenTransport, tell: (line: string) => void): OpenTransport {
  return async (events) => {
    const other = { count: 0, last: '' };
    const hear = (line: string) => {
      other.count++;
      other.last = line.slice(0, 200);
    };
    const timer = setTimeout(() => {
      const printed = other.count === 0 ? 'nothing.' : `${other.count} other lines, the last: ${other.last}`;
      tell(
        `Still waiting for the welcome of the adapter: a line on its stdout, flushed, that starts with ${linePrefix} So far it has printed ${printed}`,
      );
    }, patienceMs);
    try {
      return await open({
        onLine: (line) => {
          if (line.startsWith(linePrefix)) clearTimeout(timer);
          else hear(line);
          events.onLine(line);
        },
        onNoise: (line) => {
          hear(line);
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
