import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RoomServiceClient } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { useCli } from './support/cli.js';

const cli = useCli();

const HALF =
  '--livekit-key and --livekit-secret (livekitKey and livekitSecret in a config file) are a pair: give both, or none for a random pair.';

test('a LiveKit server needs all three of its flags', async () => {
  const { code, stderr } = await cli.run(['--port', '0', '--livekit-url', 'wss://x.example']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'A LiveKit server needs all of --livekit-url, --livekit-key and --livekit-secret (livekitUrl, livekitKey and livekitSecret in a config file).\n',
  });
});

test('the pair of the embedded LiveKit rooms is set by two flags, and by both of them', async () => {
  const half = await cli.run(['--port', '0', '--livekit-key', 'mine']);
  expect([half.code, half.stderr]).toEqual([2, `${HALF}\n`]);
  const empty = await cli.run(['--port', '0', '--livekit-key', '']);
  expect([empty.code, empty.stderr.includes('It must not be empty.')]).toEqual([2, true]);
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

test.each(['livekitKey: mine', 'livekitSecret: mine'])(
  'half a pair in the config file, %s, is refused by validate and by start',
  async (line) => {
    const cwd = cli.folder();
    writeFileSync(join(cwd, 'decart-mock.config.yaml'), line);
    const checked = await cli.run(['validate'], { cwd });
    expect([checked.code, checked.stderr]).toEqual([2, `decart-mock.config.yaml is not valid: ${HALF}\n`]);
    const started = await cli.run(['--port', '0'], { cwd });
    expect([started.code, started.stderr]).toEqual([2, `${HALF}\n`]);
  },
);

test('the secret may come from the environment, and the key from the config file', async () => {
  const cwd = cli.folder();
  writeFileSync(join(cwd, 'decart-mock.config.yaml'), 'livekitKey: mine');
  const env = { DECART_MOCK_LIVEKIT_SECRET: 'of the test' };
  expect(await cli.run(['validate'], { cwd, env })).toMatchObject({ code: 0 });
  await cli.spawn(['--json', '--port', '0'], { cwd, env }).ready();
});

test('the address of a LiveKit server is that of a WebSocket', async () => {
  const { code, stderr } = await cli.run(['--port', '0', '--livekit-url', 'rooms.example']);
  expect(code).toBe(2);
  expect(stderr).toContain('Write an address like ws://127.0.0.1:7880: "rooms.example" is not one.');
});
