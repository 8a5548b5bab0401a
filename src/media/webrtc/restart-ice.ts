import type { RTCPeerConnection } from 'werift';

/**
 * Starts the checks of transports whose ICE was restarted by the last description. werift starts them only as long as
 * DTLS is not connected, so a restarted transport would send nothing any more.
 */
export async function restartIce(connection: RTCPeerConnection): Promise<void> {
  for (const { iceTransport, state } of connection.dtlsTransports) {
    if (state !== 'connected' || iceTransport.state !== 'new') continue;
    await Promise.resolve();
    // A failure shows in the transport's state.
    void iceTransport.start().catch(() => undefined);
  }
}
