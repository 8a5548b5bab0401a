import type { RTCPeerConnection } from 'werift';
import { routerOf } from './werift-internals.js';

/** Makes the feedback for senders whose SSRC changed reach them. */
export function registerSenders(connection: RTCPeerConnection): void {
  const router = routerOf(connection);
  for (const { sender } of connection.getTransceivers()) router.registerRtpSender(sender);
}
