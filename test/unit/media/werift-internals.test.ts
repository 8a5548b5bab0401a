import { Connection, RTCPeerConnection, StunProtocol } from 'werift';
import { expect, test } from 'vitest';

/** Names that werift's declarations keep private and that `src/media` reads, writes or replaces, by where they are. */
const relied = {
  'a connection': ['router', 'secureManager'],
  'the secure manager of a connection': ['createTransport'],
  'the router of a connection': ['ssrcTable', 'routeRtp', 'routeRtcp', 'registerRtpSender'],
  'a DTLS transport': ['remoteParameters', 'role', 'srtp', 'srtpProfiles'],
  'an ICE agent': [
    ...['addPair', 'checkIncoming', 'checkList', 'checkListDone', 'checkStart', 'canSendApplicationData'],
    ...['earlyChecks', 'earlyChecksDone', 'ensureProtocol', 'generation', 'localPassword', 'nominated'],
    ...['onData', 'remotePassword', 'schedulingChecks', 'setRemoteParams', 'stunServer', 'userHistory'],
  ],
  'a STUN protocol': ['connectionMade', 'datagramReceived', 'onDataReceived', 'transactions', 'transport'],
  'a receiver': ['codecs', 'handleRtpByRid', 'latestRid', 'nack', 'remoteStreams', 'stopped', 'trackBySSRC'],
  'a sender': [
    ...['headerExtensions', 'mid', 'ntpTimestamp', 'octetCount', 'packetCount', 'rtcpRunning'],
    ...['rtpTimestamp', 'runRtcp'],
  ],
  'the NACKs of a receiver': ['addPacket'],
} as const;

async function parts(): Promise<Record<keyof typeof relied, object>> {
  const connection = new RTCPeerConnection({ iceServers: [] });
  const { sender, receiver } = connection.addTransceiver('video');
  await connection.setLocalDescription(await connection.createOffer());
  const [transport] = connection.dtlsTransports;
  if (!transport) throw new Error('werift has no transport after a local description.');
  const agent = transport.iceTransport.connection;
  await connection.close();
  return {
    'a connection': connection,
    'the secure manager of a connection': Reflect.get(connection, 'secureManager') as object,
    'the router of a connection': Reflect.get(connection, 'router') as object,
    'a DTLS transport': transport,
    'an ICE agent': agent,
    'a STUN protocol': new StunProtocol(),
    'a receiver': receiver,
    'a sender': sender,
    'the NACKs of a receiver': Reflect.get(receiver, 'nack') as object,
  };
}

test('werift has every private name that the media layer relies on', async () => {
  const of = await parts();
  expect(of['an ICE agent']).toBeInstanceOf(Connection);
  const missing = Object.entries(relied).flatMap(([part, names]) =>
    names
      .filter((name) => !(name in of[part as keyof typeof of]))
      .map((name) => `werift has no "${name}" on ${part}: adapt src/media/{ice,webrtc}/werift-internals.ts.`),
  );
  expect(missing).toEqual([]);
});
