import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Gateway } from '../../../src/realtime/gateway/gateway.js';
import { simulatedMedia } from '../../../src/realtime/media/simulated-media.js';
import { World } from '../../../src/world/world.js';
import { expectAdmitted } from './support/admission.js';
import { TODAY } from './support/start.js';
import { StreamClient } from './support/stream-client.js';

test('a mock server without a socket left refuses for want of capacity', async () => {
  const gateway = new Gateway({
    world: new World({ seed: 'sockets', asOf: Date.parse(TODAY) }),
    media: simulatedMedia({ key: 'devkey', secret: 'secret' }),
    allowMissingOrigin: true,
    originsEverywhere: false,
    maxSockets: 1,
    defect: (error) => {
      throw error;
    },
  });
  const server = createServer().on('upgrade', (request, socket, head: Buffer) => {
    gateway.handleUpgrade(request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await using first = await StreamClient.open(`ws://127.0.0.1:${port}`);
  await expectAdmitted(first);
  await using second = await StreamClient.open(`ws://127.0.0.1:${port}`);
  expect(await second.closed).toEqual({ code: 1013, reason: 'Try Again Later' });
  expect(second.messages).toMatchObject([{ error_type: 'capacity', retry_after: 5 }]);
  gateway.close();
  await new Promise((resolve) => server.close(resolve));
});
