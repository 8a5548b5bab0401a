/** The client in Node: sockets of `ws`, rooms of `@livekit/rtc-node`. */
import { WebSocket } from 'ws';
import { clientOn } from './client.js';
import { realClock } from './clock.js';
import { joinNodeRoom } from './media/node-room.js';
import { openBy, type WebSocketLike } from './signalling/socket.js';

export { models } from './client.js';
export { firstFrames, syntheticCamera } from './media/node-camera.js';
export type { NodeMedia } from './media/node-room.js';

export const createDecartClient = clientOn({
  openSocket: openBy((url) => new WebSocket(url) as unknown as WebSocketLike),
  joinRoom: joinNodeRoom,
  clock: realClock,
  random: Math.random,
});
