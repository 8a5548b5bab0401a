import { isLoopback } from '../contract/origin.js';
import type { IceOptions, MediaReach } from '../media/ice/ice-options.js';
import { mediaReach, namedBeyondLoopback, portsPerConnection } from '../media/ice/media-reach.js';
import type { MockOptions } from './mock-options.js';

const REACHES_ANYWHERE =
  'Media may go to any address that a client names (realtime.ice.reach is "anywhere"), so a client can make this server send packets to others. Name the addresses in realtime.ice.allow instead.';

/** A LiveKit client has up to two peer connections: one to send, one to receive. */
const MAX_CONNECTIONS = 2;

/** What is probably wrong with the options of realtime media, for a server that listens on `host`. */
export function mediaWarnings(
  { media, ice = {} }: NonNullable<MockOptions['realtime']>,
  host: string,
): string[] {
  if (media === 'simulated') return [];
  const reach = mediaReach(ice, host);
  return [
    ...(reach === 'anywhere' ? [REACHES_ANYWHERE] : []),
    ...(reach === 'loopback' ? loopbackWarnings(ice, host) : []),
    ...portWarnings(ice, reach),
  ];
}

function loopbackWarnings(ice: IceOptions, host: string): string[] {
  const named = namedBeyondLoopback(ice);
  return [
    ...(isLoopback(host)
      ? []
      : [
          `Media goes to this machine only (realtime.ice.reach is "loopback"), but the mock listens on ${host}: a client on another machine gets no media. Set the reach to "client" (--media-reach client) or remove it, or listen on 127.0.0.1.`,
        ]),
    ...(named.length === 0
      ? []
      : [
          `Media goes to this machine only (realtime.ice.reach is "loopback"), so ${named.join(', ')} in realtime.ice has no effect. Set the reach to "client" (--media-reach client) or remove it.`,
        ]),
  ];
}

function portWarnings(ice: IceOptions, reach: MediaReach): string[] {
  if (!ice.portRange) return [];
  const [first, last] = ice.portRange;
  const ports = last - first + 1;
  const each = portsPerConnection(ice, reach);
  const needed = MAX_CONNECTIONS * each;
  if (ports >= needed) return [];
  const fits = ports < each ? 'no session' : 'no session of a LiveKit client with two peer connections';
  return [
    `realtime.ice.portRange has ${ports} ports, from ${first} to ${last}, so ${fits} fits. A peer connection takes a port for each address of its candidates, here ${each}: a session of direct WebRTC takes ${each}, one of a LiveKit client up to ${needed}. Widen the range to ${needed} ports for each session at a time.`,
  ];
}
