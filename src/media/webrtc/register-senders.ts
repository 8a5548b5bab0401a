import type { RTCPeerConnection, RTCRtpSender } from 'werift';

/** Makes the feedback for senders whose SSRC changed reach them. */
export function registerSenders(connection: RTCPeerConnection): void {
  const router = connection['router'] as { registerRtpSender(sender: RTCRtpSender): void };
  for (const { sender } of connection.getTransceivers()) router.registerRtpSender(sender);
}
