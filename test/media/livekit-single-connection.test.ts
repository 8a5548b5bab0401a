import { RTCPeerConnection } from 'werift';
import { describe, expect, test } from 'vitest';
import { echo, eventually, hostRooms, type RoomHost } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';
import { pathOf, SignalClient } from './support/signal-client.js';
import { path, withRoom } from './support/signal-room.js';

/** An offer with sections to receive this many videos, and data channels. */
async function offerFor(videos: number): Promise<string> {
  const connection = new RTCPeerConnection({ iceServers: [] });
  for (let count = 0; count < videos; count++) connection.addTransceiver('video', { direction: 'recvonly' });
  connection.createDataChannel('_reliable');
  const { sdp } = await connection.createOffer();
  await connection.close();
  return sdp;
}

const tokenFor = ({ rooms }: RoomHost, identity: string) => rooms.mintToken({ room: 'studio', identity });

const sectionsOf = (sdp: string): string[] => sdp.split(/\r\n(?=m=)/).slice(1);

describe('the V1 dialect', () => {
  test('answers the offer of the join request after the join, section by section', async () => {
    await using host = await withRoom();
    const offer = await offerFor(2);
    const client = new SignalClient(path(host, await tokenFor(host, 'user'), 'V1', { offer }));
    const join = await client.until('join');
    expect(client.messages[0]?.case).toBe('join');
    expect(join).toMatchObject({ subscriberPrimary: false, participant: { identity: 'user' } });
    const answer = await client.until('answer');
    expect(answer).toMatchObject({ type: 'answer', id: 1, midToTrackId: {} });
    const bundle = (sdp: string) => /^a=group:BUNDLE (.*)$/m.exec(sdp)?.[1];
    expect(bundle(answer.sdp)).toBe(bundle(offer));
    expect(sectionsOf(answer.sdp).map((section) => section.slice(0, 9))).toEqual([
      'm=video 9',
      'm=video 9',
      'm=applica',
    ]);
    expect(answer.sdp).not.toContain('a=msid:');
  });

  test('sends a track that is there at the join in the first answer', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio');
    await using publisher = await RtcClient.connect(host.url, await tokenFor(host, 'publisher'));
    await publisher.publishVideo('vp8');
    await publisher.nextFrames(1);
    const client = new SignalClient(
      path(host, await tokenFor(host, 'user'), 'V1', { offer: await offerFor(3) }),
    );
    const { sdp, midToTrackId } = await client.until('answer');
    const sent = Object.entries(midToTrackId);
    expect(sent.length).toBeGreaterThan(0);
    for (const [mid, sid] of sent) {
      const section = sectionsOf(sdp).find((each) => each.includes(`a=mid:${mid}\r\n`));
      expect(section).toMatch(new RegExp(`a=msid:PA_\\w+\\|\\S+ ${sid}`));
      expect(section).toContain('a=sendonly');
    }
  });

  test.each([
    [0, 1],
    [3, 0],
  ])('with %i free sections, asks for %i more when a track is published', async (free, asked) => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio');
    const client = new SignalClient(
      path(host, await tokenFor(host, 'user'), 'V1', { offer: await offerFor(free) }),
    );
    await client.until('answer');
    await using publisher = await RtcClient.connect(host.url, await tokenFor(host, 'publisher'));
    await publisher.publishVideo('vp8');
    expect(await client.until('mediaSectionsRequirement')).toMatchObject({ numAudios: 0, numVideos: asked });
  });

  test.each([
    ['no join request', '', 'join_request is required'],
    ['one of other characters', '&join_request=!!!!', 'cannot base64 decode wrapped join request'],
    ['one without padding', '&join_request=CgA', 'cannot base64 decode wrapped join request'],
    ['one that is no message', '&join_request=____', 'cannot unmarshal wrapped join request'],
    ['one without a join request inside', '&join_request=EgEB', 'cannot unmarshal join request'],
    ['one that is not compressed as it says', '&join_request=CAESAQE=', 'cannot decompress join request'],
  ])('with %s is 400, at the socket and at validate', async (_, query, words) => {
    await using host = await withRoom();
    const url = `${host.url}${pathOf('V1')}?access_token=${await tokenFor(host, 'user')}${query}`;
    const client = new SignalClient(url);
    const { status, body } = await eventually('the rejection', () => client.rejection);
    expect(status).toBe(400);
    expect(body).toBe(words);
    const validated = await fetch(url.replace('ws', 'http').replace('?', '/validate?'));
    expect([validated.status, await validated.text()]).toEqual([400, body]);
  });
});
