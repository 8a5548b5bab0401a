import type { CaseContext } from '../../engine/context.js';
import type { Closed, Socket } from '../../traffic/socket.js';
import type { ServerMessage } from '../../traffic/server-message.js';

/** The realtime model of the newest generation. */
export const realtimeModel = 'lucy-2.5';

/** A session of a few messages without media, so at most seconds are billed. For every case that joins. */
export const talk = {
  effects: 'creates-ephemeral',
  cost: { gpuSeconds: 5 },
  deadlineMs: 180_000,
} as const;

/** A connection that is refused costs nothing. */
export const refusedOnly = { tags: ['read-only'], deadlineMs: 60_000 } as const;

export interface OpenStreamOptions {
  /** As it appears in the query, encoded. The case's own key by default. */
  apiKey?: string;
  model?: string;
  origin?: string;
  /** Default the kit's own, which names no SDK. */
  userAgent?: string;
}

/** Opens `/v1/stream`, as SDKs do. */
export function openStream(
  c: CaseContext,
  { apiKey, model = realtimeModel, origin, userAgent = 'decart-conformance-kit' }: OpenStreamOptions = {},
): Promise<Socket> {
  const key = apiKey ?? encodeURIComponent(c.key);
  const query = `api_key=${key}&model=${encodeURIComponent(model)}&user_agent=${encodeURIComponent(userAgent)}`;
  return c.sockets.open('/v1/stream', { query, ...(origin === undefined ? {} : { origin }) });
}

/** Opens a session and joins. Without a room the case is not exercised. */
export async function joinedStream(
  c: CaseContext,
  options: OpenStreamOptions = {},
  join: object = { type: 'livekit_join', passthrough: true },
): Promise<Socket> {
  const socket = await openStream(c, options);
  c.precondition(socket.status === 101, `the stream was not opened: ${socket.toString()}.`);
  socket.send(join);
  const info = await socket.next('livekit_room_info');
  c.precondition(info !== undefined, `a join got no room: ${socket.toString()}.`);
  c.created('session', info.text('session_id') || info.text('room_name'));
  return socket;
}

/** Whether a connection is admitted: it opens, and a join gets a room or a queue position. */
export async function admits(c: CaseContext, options: OpenStreamOptions): Promise<boolean> {
  const socket = await openStream(c, options);
  if (socket.status !== 101) return false;
  socket.send({ type: 'livekit_join', passthrough: true });
  const answered = () => socket.of('livekit_room_info')[0] ?? socket.of('queue_position')[0];
  const info = await socket.until(answered);
  if (info) c.created('session', info.text('session_id') || 'queued');
  await socket.close();
  return info !== undefined;
}

/** How a connection was refused. */
export interface TurnedAway {
  socket: Socket;
  /** Whether it ended without a room. */
  refused: boolean;
  /** Text of the error message; empty when there was none. */
  text: string;
  /** The text, or the reason of the close where there was no error message. */
  words: string;
  error?: ServerMessage;
  closed?: Closed;
}

/** Opens a stream that must be refused, joins as an SDK does, and collects the answer. */
export async function turnedAway(c: CaseContext, options: OpenStreamOptions): Promise<TurnedAway> {
  const socket = await openStream(c, options);
  if (socket.status !== 101) return { socket, refused: true, text: '', words: '' };
  if (!socket.closed) socket.send({ type: 'livekit_join', passthrough: true });
  await socket.until(() => socket.closed ?? socket.of('livekit_room_info')[0]);
  const error = socket.of('error')[0];
  return {
    socket,
    refused: socket.of('livekit_room_info').length === 0 && socket.closed !== undefined,
    text: error?.text('error') ?? '',
    words: error?.text('error') ?? socket.closed?.reason ?? '',
    ...(error ? { error } : {}),
    ...(socket.closed ? { closed: socket.closed } : {}),
  };
}

/** Words at which SDKs stop retrying; each one suffices for all four. */
export const permanent = /permission denied|not allowed|invalid session|401|invalid api key|unauthorized/i;

/** Sends a prompt and waits for its ack, which proves that the session is running. */
export async function answersPrompts(socket: Socket, text: string): Promise<boolean> {
  if (socket.closed) return false;
  const before = socket.of('prompt_ack').length;
  socket.send({ type: 'prompt', prompt: text, enhance_prompt: false });
  const ack = await socket.next('prompt_ack', { nth: before + 1 });
  return ack !== undefined;
}

/** An SDP offer as a browser writes it, for sessions without media. */
const offerOf = (video: string, audio: string): string =>
  [
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    'a=extmap-allow-mixed',
    'a=msid-semantic: WMS kit',
    ...section('0', 'video', video, [
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      'a=rtpmap:96 VP8/90000',
      'a=rtcp-fb:96 nack',
      'a=rtcp-fb:96 nack pli',
      'a=rtcp-fb:96 goog-remb',
    ]),
    ...section('1', 'audio', audio, [
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10;useinbandfec=1',
    ]),
    '',
  ].join('\r\n');

/** A camera goes out, and video and audio come back. */
export const offerSdp = offerOf('sendrecv', 'recvonly');

/** Sound goes out, and video and audio come back. */
export const soundOfferSdp = offerOf('recvonly', 'sendrecv');

function section(mid: string, kind: string, direction: string, [media = '', ...codec]: string[]): string[] {
  return [
    media,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    'a=ice-ufrag:kitU',
    'a=ice-pwd:kitPasswordOfTwentyFour',
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, n) => (n + 16).toString(16))
      .join(':')
      .toUpperCase()}`,
    'a=setup:actpass',
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    ...codec,
    ...(direction === 'sendrecv' ? [`a=msid:kit ${kind}`, `a=ssrc:1001 cname:kit`] : []),
  ];
}

/** An unreachable candidate: its address is in the block reserved for documentation. */
export const candidate = {
  candidate: 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0 ufrag kitU',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'kitU',
};
