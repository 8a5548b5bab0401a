import { AddTrackRequest, SessionDescription, TrackSource, TrackType } from '@livekit/protocol';
import { expect, test } from 'vitest';
import { offeredTracks } from '../../src/media/webrtc/offered-tracks.js';
import { clientConnection, offerOf } from './support/peer-connection.js';
import { echo, eventually, hostRooms } from './support/room-host.js';
import { SignalClient } from './support/signal-client.js';
import { path } from './support/signal-room.js';

const TRACKS = {
  video: { type: TrackType.VIDEO, source: TrackSource.CAMERA },
  audio: { type: TrackType.AUDIO, source: TrackSource.MICROPHONE },
} as const;

/** A V1 client publishes these tracks and sends no packet of them. Resolves with what it was sent, up to the answer. */
async function publish(kinds: readonly (keyof typeof TRACKS)[]) {
  await using host = await hostRooms({ renderer: echo });
  await host.rooms.createRoom('studio');
  const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
  const connection = clientConnection();
  connection.addTransceiver('video', { direction: 'recvonly' });
  const client = new SignalClient(path(host, token, 'V1', { offer: await offerOf(connection) }));
  const { sdp } = await client.until('answer');
  await connection.setRemoteDescription({ type: 'answer', sdp });
  for (const kind of kinds) connection.addTransceiver(kind, { direction: 'sendonly' });
  // werift names no track of its own.
  const offered = (await offerOf(connection)).replaceAll(/a=mid:([12])\r\n/g, '$&a=msid:- track-$1\r\n');
  for (const { kind, sends, trackId: cid = '' } of offeredTracks(offered))
    if (sends) client.send({ case: 'addTrack', value: new AddTrackRequest({ ...TRACKS[kind], cid }) });
  const offer = { type: 'offer', sdp: offered, id: 2 };
  client.send({ case: 'offer', value: new SessionDescription(offer) });
  const answer = await eventually('the second answer', () => {
    const [, second] = client.messages.filter((message) => message.case === 'answer');
    return second?.value;
  });
  await connection.close();
  return { answer, messages: client.messages };
}

test('the answer to a camera without sound has the track of the model already', async () => {
  const { answer, messages } = await publish(['video']);
  const [sid = ''] = Object.values(answer.midToTrackId);
  expect(sid).toMatch(/^TR_/);
  expect(answer.sdp).toContain(`|camera ${sid}`);
  const updates = messages.flatMap((each) => (each.case === 'update' ? each.value.participants : []));
  expect(updates.at(-1)?.tracks).toMatchObject([{ sid, mimeType: 'video/VP8' }]);
  expect(messages.filter((each) => each.case === 'mediaSectionsRequirement')).toEqual([]);
});

test('with sound the track of the model waits for the first frame', async () => {
  const { answer } = await publish(['video', 'audio']);
  expect(answer.midToTrackId).toEqual({});
});
