import { RoomServiceClient } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { useCli } from './support/cli.js';

const cli = useCli();

test('a LiveKit server needs all three of its flags', async () => {
  const { code, stderr } = await cli.run(['--port', '0', '--livekit-url', 'wss://x.example']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'A LiveKit server needs all of --livekit-url, --livekit-key and --livekit-secret.\n',
  });
});

test('the pair of the embedded LiveKit rooms is set by two flags, and by both of them', async () => {
  const half = await cli.run(['--port', '0', '--livekit-key', 'mine']);
  expect([half.code, half.stderr]).toEqual([
    2,
    '--livekit-key and --livekit-secret are a pair: give both, or none for a random pair.\n',
  ]);
  const running = cli.spawn([
    '--json',
    '--port',
    '0',
    '--livekit-key',
    'mine',
    '--livekit-secret',
    'of the test',
  ]);
  const { url } = await running.ready();
  const service = new RoomServiceClient(url, 'mine', 'of the test');
  expect(await service.listRooms()).toEqual([]);
});
