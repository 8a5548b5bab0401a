// Sessions with cameras, by LiveKit's own client for Node. Controlled over IPC:
// { target, sessions, width, height } opens sessions one after the other and answers the ms to the first decoded frame of
// each; { leave: true } ends all sessions; { count: true } answers how many frames were decoded and captured so far.
//
// A target { port, prompt } is a mock server: one client joins, publishes and gets the model's output. A target
// { livekit: port, key, secret } is a livekit-server, which does not send a participant its own tracks: two clients join
// at the same time, one publishes and the other one receives. Either way one stream goes in and one comes out.
import {
  Room,
  RoomEvent,
  LocalVideoTrack,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoCodec,
  VideoFrame,
  VideoSource,
  VideoStream,
} from '@livekit/rtc-node';
import { AccessToken } from 'livekit-server-sdk';
import { WebSocket } from 'ws';

const FRAMES_PER_SECOND = 30;
const MAX_BITRATE = 2_000_000n;
let decoded = 0;
let captured = 0;
/** Functions that end the open sessions. */
const open = [];

/** Each session counts from here: tokens that a client needs at once were minted before. */
async function session(target, width, height) {
  const join = target.livekit ? await livekitSession(target) : mockSession(target);
  const begun = performance.now();
  const { publisher, receiver, end } = await join();
  const first = new Promise((resolve) => onFrame(receiver, () => resolve(performance.now() - begun)));
  const stopCamera = await publish(await publisher, width, height);
  open.push(async () => {
    await stopCamera();
    await end();
  });
  return first;
}

/** The session lasts as long as its control socket stays open. */
const mockSession = (target) => async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${target.port}/v1/stream?api_key=dct_bench&model=lucy-2.5`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const info = new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.type === 'error') reject(new Error(message.error));
      if (message.type === 'livekit_room_info') resolve(message);
    });
  });
  const initial_state = target.prompt
    ? { type: 'prompt', prompt: target.prompt, enhance_prompt: false }
    : { type: 'set_image', image_data: null };
  socket.send(JSON.stringify({ type: 'livekit_join', initial_state }));
  const { livekit_url: url, token } = await info;
  const room = new Room();
  const end = async () => {
    await room.disconnect();
    socket.close();
    await new Promise((resolve) => socket.once('close', resolve));
  };
  return { receiver: room, publisher: connected(room, url, token), end };
};

let rooms = 0;

async function livekitSession({ livekit, key, secret }) {
  const url = `ws://127.0.0.1:${livekit}`;
  const name = `room-${++rooms}`;
  const token = (identity) => {
    const minted = new AccessToken(key, secret, { identity });
    minted.addGrant({ roomJoin: true, room: name });
    return minted.toJwt();
  };
  const [one, two] = [await token('publisher'), await token('receiver')];
  return () => {
    const [publisher, receiver] = [new Room(), new Room()];
    const received = connected(receiver, url, two);
    const end = async () => {
      await received;
      await Promise.all([publisher.disconnect(), receiver.disconnect()]);
    };
    return { receiver, publisher: connected(publisher, url, one), end };
  };
}

async function connected(room, url, token) {
  await room.connect(url, token, { autoSubscribe: true, dynacast: false });
  return room;
}

function onFrame(room, first) {
  room.on(RoomEvent.TrackSubscribed, async (track) => {
    if (track.kind !== TrackKind.KIND_VIDEO) return;
    for await (const frame of new VideoStream(track)) {
      if (!frame) break;
      decoded++;
      first();
    }
  });
}

/** Publishes a moving gradient with camera noise, so that the encoder has work to do. Returns what stops it. */
async function publish(room, width, height) {
  const source = new VideoSource(width, height);
  const track = LocalVideoTrack.createVideoTrack('camera', source);
  const data = new Uint8Array((width * height * 3) / 2).fill(128);
  for (let index = 0; index < width * height; index++)
    data[index] = 60 + ((index % width) / width) * 120 + ((index * 2_654_435_761) % 9);
  let step = 0;
  const timer = globalThis.setInterval(() => {
    const row = (step++ % height) * width;
    data.copyWithin(
      row,
      (row + 7 * width) % (width * height),
      ((row + 7 * width) % (width * height)) + width,
    );
    source.captureFrame(new VideoFrame(data, width, height, VideoBufferType.I420));
    captured++;
  }, 1_000 / FRAMES_PER_SECOND);
  const options = new TrackPublishOptions({
    source: TrackSource.SOURCE_CAMERA,
    videoCodec: VideoCodec.VP8,
    simulcast: false,
    videoEncoding: { maxBitrate: MAX_BITRATE, maxFramerate: FRAMES_PER_SECOND },
  });
  await room.localParticipant.publishTrack(track, options);
  return async () => {
    globalThis.clearInterval(timer);
    await track.close();
  };
}

process.on('message', async ({ target, sessions, width, height, leave }) => {
  if (leave) {
    await Promise.all(open.splice(0).map((end) => end()));
    process.send({});
  } else if (target) {
    const first = [];
    for (let index = 0; index < sessions; index++) first.push(await session(target, width, height));
    process.send({ first });
  } else {
    process.send({ decoded, captured });
  }
});
