import {
  PictureLossIndication,
  RtcpPayloadSpecificFeedback,
  type RTCPeerConnection,
  type RtcpPacket,
} from 'werift';
import { routerOf } from './werift-internals.js';

/**
 * Routes requests for key frames by the SSRC of the media that they are for. werift looks at the requester's SSRC first:
 * a browser that publishes on the same connection uses that of its own camera, so the request would reach its receiver.
 */
export function routeKeyFrameRequests(connection: RTCPeerConnection): void {
  const router = routerOf(connection);
  const { routeRtcp } = router;
  router.routeRtcp = (packet: RtcpPacket) => {
    const feedback = packet instanceof RtcpPayloadSpecificFeedback ? packet.feedback : undefined;
    const wanted = feedback instanceof PictureLossIndication ? feedback.mediaSsrc : undefined;
    const transceiver = connection.getTransceivers().find(({ sender }) => sender.ssrc === wanted);
    if (transceiver) transceiver.sender.handleRtcpPacket(packet);
    else routeRtcp(packet);
  };
}
