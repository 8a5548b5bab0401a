import { expect, test } from 'vitest';
import { RTCPeerConnection } from 'werift';
import { createPeer } from '../../src/media/webrtc/create-peer.js';
import { echo } from './support/room-host.js';

test.each([
  ['actpass', 'passive'],
  ['active', 'passive'],
  ['passive', 'active'],
])(
  'an offer with a=setup:%s is answered with a=setup:%s, so the client begins where it may',
  async (offered, answered) => {
    const client = new RTCPeerConnection({ iceServers: [] });
    client.addTransceiver('video', { direction: 'sendrecv' });
    const { sdp } = await client.createOffer();
    await client.close();
    const peer = createPeer({ renderer: echo });
    const answer = await peer.answer(sdp.replace('a=setup:actpass', `a=setup:${offered}`));
    expect(/a=setup:(\w+)/.exec(answer)?.[1]).toBe(answered);
    await peer.close();
  },
);
