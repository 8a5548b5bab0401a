import type { MediaReach } from '../media/ice/ice-options.js';
import { mediaReach } from '../media/ice/media-reach.js';
import type { ServerOptions } from '../server/server.js';

/** Where realtime media may go; null where none is carried. */
export const reachOf = ({ realtime, host }: Pick<ServerOptions, 'realtime' | 'host'>): MediaReach | null =>
  realtime.media === 'simulated' ? null : mediaReach(realtime.ice, host);

/** Where realtime media goes, for the text of `start`. A LiveKit deployment carries that of rooms itself. */
export function mediaRow(
  reach: MediaReach | null,
  { ice, livekit }: Pick<ServerOptions['realtime'], 'ice' | 'livekit'>,
): string {
  if (reach === null) return 'none (realtime is simulated)';
  const own = `${textOf[reach]}${reach === 'client' ? allowed(ice?.allow) : ''}`;
  return livekit.url === undefined ? own : `of rooms by ${livekit.url}; other media ${own}`;
}

const textOf: Readonly<Record<MediaReach, string>> = {
  loopback: 'to this machine only',
  client: "to the address of each client's connection",
  anywhere: 'to any address that a client names',
};

/** Most networks printed. */
const MAX_SHOWN = 5;

function allowed(networks: readonly string[] = []): string {
  if (networks.length === 0) return '';
  const more = networks.length > MAX_SHOWN ? ` and ${networks.length - MAX_SHOWN} more` : '';
  return `, and to ${networks.slice(0, MAX_SHOWN).join(', ')}${more}`;
}
