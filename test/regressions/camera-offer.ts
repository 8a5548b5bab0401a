import { RTCPeerConnection } from 'werift';

/** The offer of a client that sends its camera and shows the output. */
export async function offerOf(): Promise<string> {
  const client = new RTCPeerConnection({ iceServers: [], iceUseIpv6: false });
  client.addTransceiver('video', { direction: 'sendrecv' });
  const { sdp } = await client.createOffer();
  await client.close();
  return sdp;
}
