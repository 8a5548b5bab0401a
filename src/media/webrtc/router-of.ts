import type { RTCPeerConnection, RtpRouter } from 'werift';

/** The router of a connection's packets, which werift keeps to itself. */
export const routerOf = (connection: RTCPeerConnection): RtpRouter => connection['router'] as RtpRouter;
