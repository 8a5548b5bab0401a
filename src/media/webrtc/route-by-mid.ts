import { RTP_EXTENSION_URI, rtpHeaderExtensionsParser, type RTCPeerConnection, type RtpPacket } from 'werift';
import { routerOf } from './werift-internals.js';

/**
 * Routes packets that name a simulcast layer by their media section as well. werift finds their receiver by the layer's
 * name alone, so all simulcast tracks of a connection would arrive as the last one.
 */
export function routeByMid(connection: RTCPeerConnection): void {
  const router = routerOf(connection);
  const { routeRtp } = router;
  router.routeRtp = (packet: RtpPacket) => {
    const { extensions, ssrc } = packet.header;
    const read = rtpHeaderExtensionsParser(extensions, connection.extIdUriMap);
    const mid: unknown = read[RTP_EXTENSION_URI.sdesMid];
    const rid: unknown = read[RTP_EXTENSION_URI.sdesRTPStreamID];
    const receiver = connection.getTransceivers().find((each) => each.mid === mid)?.receiver;
    if (typeof rid !== 'string' || !receiver?.trackByRID[rid]) {
      routeRtp(packet);
      return;
    }
    // Later packets have neither name.
    router.ssrcTable[ssrc] = receiver;
    receiver.latestRid = rid;
    receiver.handleRtpByRid(packet, rid, read);
  };
}
