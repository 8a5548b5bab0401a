/**
 * Connects two peers by the bundle that is named, sends a packet and ends, so that V8's code for that is kept beside the
 * bundle.
 */
const { RTCPeerConnection, MediaStreamTrack, RtpHeader, RtpPacket } = require(process.argv[2]).werift;

const LIMIT_MS = 20_000;

const peer = () =>
  new RTCPeerConnection({
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });

async function connect() {
  const [one, two] = [peer(), peer()];
  // Without a server werift asks one on the Internet for its address.
  for (const each of [one, two])
    each.iceGatheringStateChange.subscribe(() => {
      for (const transport of each.iceTransports) delete transport.connection.stunServer;
    });
  const track = new MediaStreamTrack({ kind: 'video' });
  one.addTrack(track);
  const received = new Promise((resolve) => two.onTrack.subscribe((each) => each.onReceiveRtp.once(resolve)));
  const connected = new Promise((resolve) => {
    one.connectionStateChange.subscribe((state) => state === 'connected' && resolve());
  });
  await one.setLocalDescription(await one.createOffer());
  await two.setRemoteDescription(one.localDescription);
  await two.setLocalDescription(await two.createAnswer());
  await one.setRemoteDescription(two.localDescription);
  await connected;
  const timer = globalThis.setInterval(
    () => track.writeRtp(new RtpPacket(new RtpHeader({ payloadType: 96 }), Buffer.alloc(100))),
    20,
  );
  await received;
  globalThis.clearInterval(timer);
  await Promise.all([one.close(), two.close()]);
}

globalThis.setTimeout(() => process.exit(1), LIMIT_MS).unref();
void connect().then(() => process.exit(0));
