import { expect, test } from 'vitest';
import { KEY } from '../unit/realtime/support/start.js';
import { join, startReal } from './support/joined.js';
import { admin } from './support/room-admin.js';

test(
  'calls that change the room of a session are in its journal, and its stage is right',
  { timeout: 60_000 },
  async () => {
    await using mock = await startReal();
    await using session = await join(mock, { prompt: 'Anime style' });
    const { client, room } = session;
    const { sid = '' } = await room.publishVideo('vp8');
    await client.next('generation_started');
    const { room_name: roomName, session_id: sessionId } = await client.next('livekit_room_info');
    const name = String(roomName);
    const service = admin(mock);
    const [model, user] = await service.listParticipants(name);
    const [ofModel, ofUser] = [model?.identity ?? '', user?.identity ?? ''];
    await service.mutePublishedTrack(name, ofUser, sid, true);
    await service.removeParticipant(name, ofModel);
    await service.removeParticipant(name, ofUser);
    await service.deleteRoom(name);
    const entries = await mock.account(KEY).journal.find({ sessionId: String(sessionId) });
    expect(entries.flatMap(({ detail }) => detail?.['roomService'] ?? [])).toEqual([
      { method: 'MutePublishedTrack', identity: ofUser, trackSid: sid },
      { method: 'RemoveParticipant', identity: ofModel, removesModel: true },
      { method: 'RemoveParticipant', identity: ofUser },
      { method: 'DeleteRoom' },
    ]);
    const [view] = await mock.account(KEY).sessions();
    expect(view).toMatchObject({ stage: 'ended', endReason: 'inference participant removed' });
  },
);
