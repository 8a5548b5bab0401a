import type { SignalMode } from '../../../src/media/livekit/signal-mode.js';
import { EventLog, hostRooms, type RoomHost } from './room-host.js';
import type { SignalDialect } from '../../../src/media/livekit/create-transport.js';
import { signalPath, type SignalPathOptions } from './signal-client.js';

export const path = (
  host: RoomHost,
  token: string,
  dialect: SignalDialect = 'V0',
  options: SignalPathOptions = {},
) => signalPath(host.url, token, dialect, options);

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

export const validate = async (host: RoomHost, token: string, dialect: SignalDialect = 'V0') => {
  const validateUrl = signalPath(host.url, token, dialect).replace('?', '/validate?').replace('ws', 'http');
  const response = await fetch(validateUrl);
  return {
    status: response.status,
    body: await response.text(),
    cors: response.headers.get('access-control-allow-origin'),
  };
};
