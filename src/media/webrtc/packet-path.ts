/**
 * The way of RTP packets between a socket and our own layers, without werift's.
 *
 * werift 0.24 passes a packet through four events, parses its header three times and copies it four times, which is
 * three quarters of the CPU time of a session. The first packet of each SSRC takes werift's way, which finds its
 * receiver; all others take this one. Receiver reports and NACKs stay werift's: it gets each packet's numbers.
 */
import {
  RTCRtpReceiver,
  type MediaStreamTrack,
  type RTCDtlsTransport,
  type RTCPeerConnection,
  type RtpRouter,
} from 'werift';
import { internalsOf } from '../ice/werift-internals.js';
import { PacketSrtp } from './packet-srtp.js';
import { headerLengthOf, isRtp, readPacket, type ReceivedPacket } from './rtp-header.js';
import { receiverInternals, routerOf } from './werift-internals.js';

type Listener = (packet: ReceivedPacket) => void;

const listeners = new WeakMap<MediaStreamTrack, Listener>();

/** Calls `listener` with each packet of a track. */
export function onPacket(track: MediaStreamTrack, listener: Listener): void {
  listeners.set(track, listener);
  track.onReceiveRtp.subscribe(listener);
}

/** Shortens the way of packets on all transports of a connection. */
export function shortenPacketPath(connection: RTCPeerConnection): void {
  const shortened = new WeakSet<RTCDtlsTransport>();
  // Transports begin with a description, and have no socket before they gather candidates.
  connection.iceGatheringStateChange.subscribe(() => {
    for (const transport of connection.dtlsTransports) {
      if (shortened.has(transport)) continue;
      shortened.add(transport);
      shorten(transport, routerOf(connection));
    }
  });
}

function shorten(transport: RTCDtlsTransport, router: RtpRouter): void {
  transport.onStateChange.subscribe((state) => {
    if (state === 'connected') transport.srtp = new PacketSrtp(transport.srtp.config);
  });
  const ice = internalsOf(transport.iceTransport.connection);
  const ensureProtocol = ice.ensureProtocol.bind(ice);
  ice.ensureProtocol = (protocol) => {
    ensureProtocol(protocol);
    const { onDataReceived } = protocol;
    const { execute } = onDataReceived;
    onDataReceived.execute = (datagram) => {
      if (!receive(datagram, transport, router)) execute(datagram);
    };
  };
}

/** @returns false for a datagram that werift has to take */
function receive(datagram: Buffer, transport: RTCDtlsTransport, router: RtpRouter): boolean {
  if (!isRtp(datagram)) return false;
  const { srtp } = transport;
  const ssrc = datagram.readUInt32BE(8);
  const receiver = router.ssrcTable[ssrc];
  if (!(srtp instanceof PacketSrtp) || !(receiver instanceof RTCRtpReceiver)) return false;
  const track = receiver.trackBySSRC[ssrc];
  const listener = track && listeners.get(track);
  const { remoteStreams, codecs, nack } = receiverInternals(receiver);
  const statistics = remoteStreams[ssrc];
  if (!listener || !statistics) return false;
  const headerLength = headerLengthOf(datagram, datagram.length - srtp.tagLength);
  const plain = headerLength > 0 ? srtp.open(datagram, headerLength) : undefined;
  const packet = plain && readPacket(plain, headerLength);
  if (!packet || receiver.stopped || !codecs[packet.header.payloadType]) return true;
  statistics.add(packet);
  if (track.kind === 'video') nack.addPacket(packet);
  listener(packet);
  return true;
}
