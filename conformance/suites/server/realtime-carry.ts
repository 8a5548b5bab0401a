import type { RTCPeerConnection } from 'werift';
import type { CaseContext } from '../../engine/context.js';
import type { Socket } from '../../traffic/socket.js';
import { notApplicable } from '../../engine/applicability.js';
import { openStream, type OpenStreamOptions } from './realtime-steps.js';

/**
 * Brings a session to generate: direct WebRTC with a peer that only receives. For servers that support no direct
 * sessions, or require a camera, the case is not applicable.
 */
export async function generating(c: CaseContext, options: OpenStreamOptions = {}): Promise<Socket> {
  const socket = await openStream(c, options);
  c.precondition(socket.status === 101, `the stream was not opened: ${socket.toString()}.`);
  const peer = await offering(c, socket);
  const answer = await socket.next('answer');
  if (answer) {
    const sdp = String(answer.field('sdp'));
    // An answer that rejects all media cannot be applied and need not be: that server simulates the media.
    if (/^m=\w+ [1-9]/m.test(sdp)) await peer.setRemoteDescription({ type: 'answer', sdp });
    takeCandidates(socket, peer);
  }
  const begun = () => socket.of('generation_started')[0] ?? socket.of('generation_tick')[0];
  let started = await socket.until(begun, answer ? c.timeouts.mediaMs : 1_000);
  if (!started && answer && c.target.control) {
    // On a mock server whose clock is held, seconds without a generation_started show only when time advances.
    await c.wait(2_000);
    started = await socket.until(begun, 1_000);
  }
  if (started) return socket;
  throw notApplicable(
    `The kit carries media over direct WebRTC, without a camera, and no generation began: ${socket.toString()}`,
  );
}

async function offering(c: CaseContext, socket: Socket): Promise<RTCPeerConnection> {
  const { RTCPeerConnection, useH264, useOPUS, useVP8 } = await import('werift');
  const peer = new RTCPeerConnection({
    codecs: { audio: [useOPUS()], video: [useVP8(), useH264()] },
    iceServers: [],
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  // Before anything can fail, because its UDP sockets would keep the process alive.
  c.defer(() => peer.close());
  peer.onIceCandidate.subscribe((candidate) => {
    if (!socket.closed) socket.send({ type: 'ice-candidate', candidate: candidate?.toJSON() ?? null });
  });
  for (const kind of ['video', 'audio'] as const) peer.addTransceiver(kind, { direction: 'recvonly' });
  await peer.setLocalDescription(await peer.createOffer());
  socket.send({ type: 'offer', sdp: peer.localDescription?.sdp });
  return peer;
}

/** Passes the messages so far and later ones to the peer. */
function takeCandidates(socket: Socket, peer: RTCPeerConnection): void {
  let taken = 0;
  const take = () => {
    for (const message of socket.of('ice-candidate').slice(taken)) {
      taken++;
      const candidate = message.field('candidate');
      // An unusable candidate only means one connection path less.
      if (candidate) peer.addIceCandidate(candidate).catch(() => undefined);
    }
  };
  socket.raw.on('message', take);
  take();
}
