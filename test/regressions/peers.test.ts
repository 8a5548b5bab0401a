import { promises as dns } from 'node:dns';
import { RTCPeerConnection } from 'werift';
import { expect, it, vi } from 'vitest';
import { createPeer } from '../../src/media/webrtc/create-peer.js';
import { createConnection } from '../../src/media/webrtc/connection.js';
import { testcard } from '../media/support/room-host.js';

/** What a client offers that sends its camera and shows what comes back. */
async function offerOf(): Promise<string> {
  const client = new RTCPeerConnection({ iceServers: [], iceUseIpv6: false });
  client.addTransceiver('video', { direction: 'sendrecv' });
  const { sdp } = await client.createOffer();
  await client.close();
  return sdp;
}

it('a peer asks nobody outside for its address', async () => {
  const asked = vi.spyOn(dns, 'lookup').mockRejectedValue(new Error('no network'));
  try {
    const peer = createPeer({ renderer: testcard, candidatesInAnswer: true });
    const answer = await peer.answer(await offerOf());
    expect(answer).toMatch(/^a=candidate:.* typ host /m);
    await peer.close();
    const room = createConnection({});
    room.addTransceiver('video', { direction: 'sendonly' });
    await room.setLocalDescription(await room.createOffer());
    await room.close();
    expect(asked).not.toHaveBeenCalled();
  } finally {
    asked.mockRestore();
  }
});
