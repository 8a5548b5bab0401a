import { ProtectionProfileAes128CmHmacSha1_80, type RTCPeerConnection } from 'werift';
import { onTransport } from '../ice/werift-internals.js';
import { dtlsInternals } from './werift-internals.js';

/**
 * Offers and takes AES_CM_128_HMAC_SHA1_80 alone, which every client of WebRTC has (RFC 8827, section 6.5). werift prefers
 * AEAD_AES_128_GCM, for which node:crypto makes an object a packet. Call it before the connection has a transport.
 */
export const useCounterMode = (connection: RTCPeerConnection): void =>
  onTransport(connection, (transport) => {
    dtlsInternals(transport).srtpProfiles = [ProtectionProfileAes128CmHmacSha1_80];
  });
