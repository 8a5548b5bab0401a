import type { MediaStreamTrack } from 'werift';
import {
  RtpHeader,
  RtpPacket,
  RTCPeerConnection,
  useH264,
  useOPUS,
  useVP8,
  type RTCRtpCodecParameters,
} from 'werift';
import { VP8_GREY } from '../../../src/media/codecs/flat-frames.js';
import { packetizeVp8 } from '../../../src/media/codecs/vp8-rtp.js';
import type { Peer } from '../../../src/media/webrtc/peer.js';

/** A client's peer connection, over loopback alone. */
export const clientConnection = (video: RTCRtpCodecParameters[] = [useVP8(), useH264()]): RTCPeerConnection =>
  new RTCPeerConnection({
    codecs: { audio: [useOPUS()], video },
    iceServers: [],
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });

/** Makes an offer. @returns its SDP */
export async function offerOf(connection: RTCPeerConnection): Promise<string> {
  await connection.setLocalDescription(await connection.createOffer());
  return connection.localDescription?.sdp ?? '';
}

/** Offers to a peer and applies its answer. @returns the answer's SDP */
export async function connectTo(peer: Peer, connection: RTCPeerConnection): Promise<string> {
  const sdp = await peer.answer(await offerOf(connection));
  await connection.setRemoteDescription({ type: 'answer', sdp });
  return sdp;
}

/** Sends a packet ten times a second: a VP8 key frame in base64, or a byte of sound. @returns what stops it */
export function sendEach100Ms(track: MediaStreamTrack, picture = VP8_GREY, sequence = 0): () => void {
  const [payload = Buffer.alloc(1)] =
    track.kind === 'video' ? packetizeVp8(Buffer.from(picture, 'base64'), 1160) : [];
  const timer = setInterval(() => {
    const sequenceNumber = sequence++ & 0xffff;
    const header = new RtpHeader({
      sequenceNumber,
      timestamp: sequence * 9_000,
      marker: true,
      payloadType: 96,
    });
    track.writeRtp(new RtpPacket(header, payload));
  }, 100);
  return () => clearInterval(timer);
}
