import { SoakSocket } from './socket.js';
import type { SoakClient } from './client.js';

/** An offer for one video; the client behind it never connects. */
const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'a=ice-ufrag:4Fxa',
  'a=ice-pwd:8bEOuL5xq2hGmZ0sVtYwNd7R',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, at) => (16 + at).toString(16).toUpperCase()).join(':')}`,
  'a=setup:actpass',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');

const candidate = {
  candidate: 'candidate:1 1 udp 2122260223 127.0.0.1 9 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
};

/** A session that is signalled by requests. Some clients never end it. */
export async function signalled(client: SoakClient): Promise<void> {
  const key = client.key();
  const created = await client.call('sessions.create', '/v1/realtime/sessions', {
    method: 'POST',
    key,
    json: { model: 'lucy-2.5', sdp: { type: 'offer', sdp: OFFER }, prompt: 'snow' },
    expect: [201],
  });
  if (created.status !== 201) return;
  const path = `/v1/realtime/sessions/${String(created.json['session_id'])}`;
  // A reset of the account, by another worker, ends the session.
  await client.call('sessions.candidates', path, {
    method: 'PATCH',
    key,
    headers: { 'if-match': String(created.headers['etag']) },
    json: { candidates: [candidate, null] },
    expect: [204, 404],
  });
  await client.call('sessions.prompt', `${path}/prompt`, {
    method: 'POST',
    key,
    json: { prompt: 'rain' },
    expect: [200, 404],
  });
  if (client.random.next() < 0.8)
    await client.call('sessions.delete', path, { method: 'DELETE', key, expect: [200, 404] });
}

/** A control socket that joins a room, changes its prompt and leaves; it carries no media. */
export async function joined(client: SoakClient): Promise<void> {
  const socket = await SoakSocket.open(client, 'realtime.connect', client.key(), '/v1/stream');
  if (!socket) return;
  socket.send({ type: 'livekit_join', initial_state: { type: 'set_image', image_data: null } });
  await socket.next('realtime.join', 'livekit_room_info');
  for (let each = client.random.integer(0, 5); each > 0; each--) {
    socket.send({ type: 'prompt', prompt: `prompt ${each}`, enhance_prompt: false });
    await socket.next('realtime.prompt', 'prompt_ack');
  }
  await new Promise((resolve) => setTimeout(resolve, client.random.integer(0, 3_000)));
  socket.close();
}

/** Direct WebRTC on the control socket, by a client that offers and never connects. */
export async function offered(client: SoakClient): Promise<void> {
  const socket = await SoakSocket.open(client, 'realtime.connect', client.key(), '/v1/stream');
  if (!socket) return;
  socket.send({ type: 'set_image', image_data: null });
  await socket.next('realtime.image', 'set_image_ack');
  socket.send({ type: 'offer', sdp: OFFER });
  await socket.next('realtime.offer', 'answer');
  socket.send({ type: 'ice-candidate', candidate });
  await new Promise((resolve) => setTimeout(resolve, client.random.integer(0, 3_000)));
  socket.close();
}
