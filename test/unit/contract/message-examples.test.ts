/** Every message example of a client in openapi.yaml, sent to the mock server in a session that may send it. */
import { describe, expect, test } from 'vitest';
import { messages } from '../../../scripts/evidence-document.js';
import { configured, startLipsync } from '../realtime/lipsync/support.js';
import { connect, EMPTY_STATE, KEY, startQuiet } from '../realtime/support/start.js';
import type { Message, StreamClient } from '../realtime/support/stream-client.js';
import { png } from '../http/support/serve.js';
import { document } from './document.js';

const examplesOf = (union: string): Message[] =>
  messages(document).flatMap(([name, { examples = [] }]) =>
    name.startsWith(union) ? (examples as Message[]) : [],
  );

const refusals = (client: StreamClient): Message[] =>
  client.messages.filter(({ type, success }) => type === 'error' || success === false);

/** Messages that open a session over direct WebRTC, or belong to one. */
const direct = ['offer', 'answer', 'ice-candidate'];

describe('a session takes', () => {
  test.each(
    examplesOf('RealtimeClientMessage').map((message) => [JSON.stringify(message), message] as const),
  )('%s', async (_text, message) => {
    await using mock = await startQuiet();
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(png)]), 'still.png');
    const upload = await fetch(`${mock.url}/v1/files`, {
      method: 'POST',
      headers: { 'x-api-key': KEY },
      body: form,
    });
    const { id } = (await upload.json()) as { id: string };
    await using client = await connect(mock);
    if (message.type !== 'livekit_join') {
      client.send(
        direct.includes(message.type) ? EMPTY_STATE : { type: 'livekit_join', initial_state: EMPTY_STATE },
      );
      await client.next('set_image_ack');
    }
    client.send('image_ref' in message ? { ...message, image_ref: id } : message);
    client.send({ type: 'prompt', prompt: 'the last', enhance_prompt: false });
    await client.until('the last ack', () =>
      client.messages.find(({ type, prompt }) => type === 'prompt_ack' && prompt === 'the last'),
    );
    expect(refusals(client)).toEqual([]);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });
});

describe('LipSync Live takes', () => {
  test.each(examplesOf('LipsyncClientMessage').map((message) => [JSON.stringify(message), message] as const))(
    '%s',
    async (_text, message) => {
      await using mock = await startLipsync();
      await using client = await configured(mock);
      client.send(message);
      await client.settled();
      expect(refusals(client)).toEqual([]);
      expect(client.socket.readyState).toBe(client.socket.OPEN);
    },
  );
});
