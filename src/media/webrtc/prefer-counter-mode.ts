import { ProtectionProfileAes128CmHmacSha1_80, type RTCPeerConnection } from 'werift';
import { transportsOf } from '../ice/werift-internals.js';
import { dtlsInternals } from './werift-internals.js';

/**
 * Takes AES_CM_128_HMAC_SHA1_80, which every client of WebRTC has (RFC 8827, section 6.5). werift prefers
 * AEAD_AES_128_GCM, for which node:crypto makes an object a packet. Call it before the connection has a transport.
 */
export function preferCounterMode(connection: RTCPeerConnection): void {
  const factory = transportsOf(connection);
  const createTransport = factory.createTransport.bind(factory);
  factory.createTransport = () => {
    const transport = createTransport();
    dtlsInternals(transport).srtpProfiles = [ProtectionProfileAes128CmHmacSha1_80];
    return transport;
  };
}
