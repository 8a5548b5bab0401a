/** The client in a page: the browser's sockets, rooms of livekit-client. */
import { clientOn } from './client.js';
import { realClock } from './clock.js';
import { joinBrowserRoom } from './media/browser-room.js';
import { openBy, type WebSocketLike } from './signalling/socket.js';

export { models } from './client.js';

export const createDecartClient = clientOn({
  openSocket: openBy((url) => new WebSocket(url) as unknown as WebSocketLike),
  joinRoom: joinBrowserRoom,
  clock: realClock,
  random: Math.random,
});
