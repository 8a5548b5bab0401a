import type { SignalMode } from '../../../src/media/livekit/signal-mode.js';
import { EventLog, hostRooms, type RoomHost } from './room-host.js';
import { signalPath } from './signal-client.js';

export const path = (host: RoomHost, token: string, more = '') => signalPath(host.url, token) + more;

export async function withRoom(): Promise<RoomHost & { log: EventLog }> {
  const host = await hostRooms();
  const log = new EventLog();
  await host.rooms.createRoom('studio', { events: log.events });
  return { ...host, log };
}

export const inMode = (host: RoomHost, signal: SignalMode, leaveAction?: number) =>
  host.rooms.mintToken({
    room: 'studio',
    identity: 'user',
    attributes: { 'lk.mock': JSON.stringify({ signal, leaveAction }) },
  });

export const validate = async (host: RoomHost, token: string) => {
  const response = await fetch(`${host.url.replace('ws', 'http')}/rtc/validate?access_token=${token}`);
  return {
    status: response.status,
    body: await response.text(),
    cors: response.headers.get('access-control-allow-origin'),
  };
};
