// Realtime sessions with cameras, like those of a real client. Controlled over IPC: { connect: n, width, height } opens n
// sessions one after the other and answers the ms from opening the socket to the first decoded frame of each;
// { count: true } answers how many frames were decoded and captured so far, in all sessions.
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
import { WebSocket } from 'ws';

const [port, prompt] = process.argv.slice(2);
const FRAMES_PER_SECOND = 30;
const MAX_BITRATE = 2_000_000n;
let decoded = 0;
let captured = 0;

/** The session lasts as long as the socket stays open. */
async function roomInfo() {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/stream?api_key=dct_bench&model=lucy-2.5`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const info = new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.type === 'error') reject(new Error(message.error));
      if (message.type === 'livekit_room_info') resolve(message);
    });
  });
  const initial_state = prompt
    ? { type: 'prompt', prompt, enhance_prompt: false }
    : { type: 'set_image', image_data: null };
  socket.send(JSON.stringify({ type: 'livekit_join', initial_state }));
  return info;
}

async function session(width, height) {
  const begun = performance.now();
  const { livekit_url: url, token } = await roomInfo();
  const room = new Room();
  const first = new Promise((resolve) => {
    room.on(RoomEvent.TrackSubscribed, async (track) => {
      if (track.kind !== TrackKind.KIND_VIDEO) return;
      for await (const frame of new VideoStream(track)) {
        if (!frame) break;
        decoded++;
        resolve(performance.now() - begun);
      }
    });
  });
  await room.connect(url, token, { autoSubscribe: true, dynacast: false });
  await publish(room, width, height);
  return first;
}

/** A moving gradient with camera noise, so that the encoder has work to do. */
async function publish(room, width, height) {
  const source = new VideoSource(width, height);
  const track = LocalVideoTrack.createVideoTrack('camera', source);
  const data = new Uint8Array((width * height * 3) / 2).fill(128);
  for (let index = 0; index < width * height; index++)
    data[index] = 60 + ((index % width) / width) * 120 + ((index * 2_654_435_761) % 9);
  let step = 0;
  globalThis.setInterval(() => {
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
}

process.on('message', async ({ connect, width, height }) => {
  if (!connect) return process.send({ decoded, captured });
  const first = [];
  for (let index = 0; index < connect; index++) first.push(await session(width, height));
  process.send({ first });
});
