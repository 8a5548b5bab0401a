import { clientMutant } from './declare.js';
import type { ScriptClient, ScriptSession } from './script.js';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A session that is right until the step. */
const session =
  (step: (session: ScriptSession, c: ScriptClient) => Promise<void> | void, query = '') =>
  async (c: ScriptClient) => {
    const opened = await c.connect({ query });
    await opened.join();
    await step(opened, c);
    await c.wait(300);
    await opened.close();
  };

/** A connection that the service ends, and another one after a while. */
const again = async (c: ScriptClient, options: Parameters<ScriptClient['connect']>[0], ms: number) => {
  for (const wait of [ms, 0]) {
    const refused = await c.connect(options);
    await refused.ended;
    await c.wait(wait);
  }
};

export const realtimeScripts = [
  clientMutant(
    'm-RT-70-joins-twice',
    'Joins twice on one connection.',
    session((s) => {
      s.send({ type: 'livekit_join', passthrough: false });
    }),
  ),
  clientMutant('m-RT-70-never-joins', 'Sends a prompt and never joins.', async (c) => {
    const opened = await c.connect();
    opened.send({ type: 'prompt', prompt: 'a red hat', enhance_prompt: true });
    await c.wait(300);
    await opened.close();
  }),
  clientMutant(
    'm-RT-71-both-pictures',
    'Sends image_data and image_ref in one message.',
    session((s) => {
      s.send({ type: 'set_image', image_data: pixel, image_ref: 'file_abc' });
    }),
  ),
  clientMutant(
    'm-RT-71-no-picture',
    'Sends a set_image without a picture.',
    session((s) => {
      s.send({ type: 'set_image', prompt: 'a red hat' });
    }),
  ),
  clientMutant(
    'm-RT-72-unknown-type',
    'Sends a message of its own.',
    session((s) => {
      s.send({ type: 'update_prompt', prompt: 'a red hat' });
    }),
  ),
  clientMutant(
    'm-RT-72-unknown-field',
    'Calls enhance_prompt enhance.',
    session((s) => {
      s.send({ type: 'prompt', prompt: 'a red hat', enhance: true });
    }),
  ),
  clientMutant(
    'm-RT-73-long-prompt',
    'Sends a prompt of 900 characters.',
    session((s) => {
      s.send({ type: 'prompt', prompt: 'hat '.repeat(225), enhance_prompt: true });
    }),
  ),
  clientMutant('m-RT-73-long-try-on', 'Sends a try-on prompt of 600 characters in 300 words.', async (c) => {
    const opened = await c.connect({ model: 'lucy-vton-latest' });
    await opened.join();
    opened.send({ type: 'prompt', prompt: 'a '.repeat(300), enhance_prompt: true });
    await c.wait(300);
    await opened.close();
  }),
  clientMutant('m-RT-74-bad-key-again', 'Connects again with a key that was refused.', (c) =>
    again(c, { key: 'ek_dead' }, 1500),
  ),
  clientMutant(
    'm-RT-74-retired-again',
    'Connects again to a model that was retired.',
    (c) => again(c, { model: 'lucy-2.1-vton' }, 1500),
    { entails: ['MOD-40'] },
  ),
  clientMutant(
    'm-RT-75-at-once-after-1013',
    'Connects again at once when the service is full.',
    async (c) => {
      await c.request('PUT', '/_mock/quota', { json: { maxConcurrentSessions: 0 } });
      await again(c, {}, 0);
    },
  ),
  clientMutant(
    'm-RT-77-two-pictures-at-once',
    'Sends a picture before the last one was acknowledged.',
    session((s) => {
      s.send({ type: 'set_image', image_data: pixel });
      s.send({ type: 'set_image', image_data: pixel });
    }),
  ),
  clientMutant(
    'm-RT-79-standard',
    'Asks for speed=standard.',
    session(() => undefined, '&speed=standard'),
  ),
  clientMutant(
    'm-RT-80-large-picture',
    'Sends a picture of six megabytes.',
    session((s) => {
      s.send({ type: 'set_image', image_data: 'A'.repeat(8 * 1024 * 1024) });
    }),
  ),
  clientMutant('m-RT-81-stale-tag', 'Sends a second candidate request under the first tag.', async (c) => {
    const sdp = { type: 'offer', sdp: offer };
    const made = await c.request('POST', '/v1/realtime/sessions', { json: { model: 'lucy-2.5', sdp } });
    const path = `/v1/realtime/sessions/${String(made.json['session_id'])}`;
    const tag = made.headers.get('etag') ?? '';
    const candidate = {
      candidate: 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host',
      sdpMid: '0',
      sdpMLineIndex: 0,
    };
    for (let n = 0; n < 2; n++) {
      await c.request('PATCH', path, { json: { candidates: [candidate] }, headers: { 'if-match': tag } });
    }
    await c.request('DELETE', path);
  }),
  clientMutant(
    'm-TIM-42-at-once',
    'Connects again at once, and once more, when the line broke.',
    async (c) => {
      const first = await c.connect();
      await first.join();
      await first.drop();
      await (await c.connect()).drop();
      const second = await c.connect();
      await second.join();
      await second.close();
    },
  ),
];

const offer = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=rtpmap:96 VP8/90000',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=setup:actpass',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  '',
].join('\r\n');
