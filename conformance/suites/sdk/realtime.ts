import { picture } from '../fixtures/media.js';
import type { Called, SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import type { RecordedFrame, Recorded } from '../../traffic/recorder.js';
import { succeeded, tell } from './steps.js';

const stream = /^\/v1\/stream$/;

/** Fields a client may send, by the type of its message. */
const known: Readonly<Record<string, readonly string[]>> = {
  livekit_join: ['passthrough', 'initial_state', 'client_capabilities'],
  set_image: ['image_data', 'image_ref', 'prompt', 'enhance_prompt'],
  prompt: ['prompt', 'enhance_prompt'],
  offer: ['sdp'],
  answer: ['sdp'],
  'ice-candidate': ['candidate'],
};

type ClientMessage = Record<string, unknown>;

const read = ({ text }: RecordedFrame): ClientMessage => {
  try {
    return JSON.parse(text) as ClientMessage;
  } catch {
    return { type: 'not JSON' };
  }
};

const sockets = (s: SdkContext): Recorded[] => s.sent('GET', stream);

/** What the SDK sent over a socket, read. */
const said = (socket: Recorded | undefined): ClientMessage[] =>
  (socket?.frames ?? []).filter(({ from }) => from === 'client').map(read);

const connect = (
  s: SdkContext,
  args: Record<string, unknown> = {},
  cancelWhen: () => boolean = () => false,
): Promise<Called> =>
  s.call(
    'realtime.connect',
    { model: s.model('realtime'), media: 'synthetic', ...args },
    { deadlineMs: 40_000, cancelWhen },
  );

/** Connects and goes on only when that worked. Returns the handle. */
async function connected(s: SdkContext, args?: Record<string, unknown>): Promise<string> {
  const called = await connect(s, args);
  succeeded(s, 'realtime.connect', called);
  s.precondition(called.handle !== undefined, 'the session has no handle.');
  return called.handle;
}

/** An operation on a session. */
const on = (s: SdkContext, handle: string, op: string, args: Record<string, unknown> = {}): Promise<Called> =>
  s.call(op, args, { session: handle, deadlineMs: 40_000 });

const base = {
  needs: ['realtime.connect', 'realtime.disconnect'],
  deadlineMs: 120_000,
  tags: ['slow', 'realtime'],
} as const;

const cases: readonly SdkCase[] = [
  {
    ...base,
    id: 'realtime.connect/handshake',
    title: 'A session is asked for with its key and model, joined once, and speaks the contract.',
    requires: ['RT-70', 'RT-72', 'MOD-43'],
    cost: { gpuSeconds: 5 },
    run: async (s: SdkContext) => {
      const handle = await connected(s, {
        initialState: { prompt: { text: 'A quiet harbour', enhance: false } },
      });
      const [socket] = sockets(s);
      const query = new URL(socket?.path ?? '', 'ws://kit').searchParams;
      s.check('MOD-43', query.get('model') === s.model('realtime') && query.get('api_key') === s.key, {
        title: 'The URL names the model as given, and the key.',
        got: `model ${query.get('model')}`,
      });
      await on(s, handle, 'realtime.disconnect');
      const messages = said(socket);
      const joins = messages.filter(({ type }) => type === 'livekit_join' || type === 'offer').length;
      s.check('RT-70', joins === 1 && sockets(s).length === 1, {
        title: 'One join, or one offer, on one connection.',
        got: messages.map(({ type }) => type).join(', '),
      });
      const strange = messages.flatMap(({ type, ...fields }) =>
        Object.keys(fields)
          .filter((field) => !known[String(type)]?.includes(field))
          .map((field) => `${String(type)}.${field}`)
          .concat(known[String(type)] ? [] : [String(type)]),
      );
      s.check('RT-72', strange.length === 0, {
        title: 'Only types and fields of the contract.',
        got: strange.join(', '),
      });
      const told = messages.some((message) => JSON.stringify(message).includes('A quiet harbour'));
      s.check('RT-72', told, {
        title: 'The initial prompt is told.',
        got: messages.map(({ type }) => type).join(', '),
      });
    },
  },
  {
    ...base,
    id: 'realtime.connect/pictures-come',
    title: 'The connected session shows pictures.',
    requires: ['RT-83'],
    needs: [...base.needs, 'realtime.media'],
    cost: { gpuSeconds: 10 },
    run: async (s: SdkContext) => {
      const handle = await connected(s);
      const came = () => s.eventsOf(handle).filter(({ name }) => name === 'frame');
      const seen = await s.until(() => came().length >= 3, 30_000);
      s.check('RT-83', seen, {
        title: 'Three frames reach user code.',
        got: s
          .eventsOf(handle)
          .map(({ name }) => name)
          .join(', '),
      });
      await on(s, handle, 'realtime.disconnect');
    },
  },
  {
    ...base,
    id: 'realtime.prompt/waits-for-its-ack',
    title: 'setPrompt ends with its ack: well, late or refused.',
    requires: ['RT-78'],
    needs: [...base.needs, 'realtime.setPrompt'],
    steers: true,
    run: async (s: SdkContext) => {
      const handle = await connected(s);
      const plain = await on(s, handle, 'realtime.setPrompt', { prompt: 'Snow' });
      s.check('RT-78', plain.ok && ackOf(s, 'Snow') !== undefined, {
        title: 'An ack ends it.',
        got: tell(plain),
      });
      await s.steering.fault({
        operation: 'realtime.prompt',
        when: { first: 1 },
        effect: { type: 'ack', lateMs: 1500 },
      });
      const late = await on(s, handle, 'realtime.setPrompt', { prompt: 'Rain' });
      s.check('RT-78', late.ok && late.ms >= 1400, {
        title: 'It waits for a late ack.',
        got: `${tell(late)} after ${Math.round(late.ms)} ms`,
      });
      const words = 'The prompt was refused';
      await s.steering.fault({ operation: 'realtime.prompt', effect: { type: 'ack', fail: words } });
      const refused = await on(s, handle, 'realtime.setPrompt', { prompt: 'Fog' });
      s.negative('RT-78', {
        title: 'A refusing ack is an error.',
        reached: ackOf(s, 'Fog')?.['success'] === false,
        refused: !refused.ok,
        because: refused.error?.message.includes(words) === true,
        reason: `the ack says so (came: ${tell(refused)})`,
      });
      await on(s, handle, 'realtime.disconnect');
    },
  },
  {
    ...base,
    id: 'realtime.image/one-way-or-the-other',
    title: 'A reference image is sent as data, cleared by null, and ends with its ack.',
    requires: ['RT-71', 'RT-78'],
    needs: [...base.needs, 'realtime.setImage'],
    run: async (s: SdkContext) => {
      const handle = await connected(s);
      const bytes = picture(256, 256);
      const sent = await on(s, handle, 'realtime.setImage', {
        image: s.blob(bytes, { name: 'a.png', mime: 'image/png' }),
      });
      succeeded(s, 'realtime.setImage', sent);
      const cleared = await on(s, handle, 'realtime.setImage', { image: null });
      const images = said(sockets(s)[0]).filter(({ type }) => type === 'set_image');
      const both = images.filter((message) => 'image_data' in message === 'image_ref' in message);
      s.check('RT-71', images.length >= 2 && both.length === 0, {
        title: 'Each set_image has exactly one of image_data and image_ref.',
        got: images.map((message) => Object.keys(message).join('+')).join(', '),
      });
      const data = images.some(({ image_data }) => image_data === Buffer.from(bytes).toString('base64'));
      s.check('RT-71', data, { title: 'The bytes go out as bare base64.' });
      s.check('RT-78', cleared.ok && images.at(-1)?.['image_data'] === null, {
        title: 'null clears it.',
        got: tell(cleared),
      });
      await on(s, handle, 'realtime.disconnect');
    },
  },
  {
    ...base,
    id: 'realtime.news/tolerated',
    title: 'A message of a later protocol does not end the session.',
    requires: ['RT-76'],
    needs: [...base.needs, 'realtime.setPrompt'],
    steers: true,
    run: async (s: SdkContext) => {
      const message = { type: 'from_the_future', cargo: [1, null, { a: 'b' }] };
      await s.steering.fault({ operation: 'realtime.generation', effect: { type: 'message', message } });
      const handle = await connected(s);
      const came = await s.until(
        () =>
          sockets(s).some(({ frames }) => frames.some((frame) => read(frame)['type'] === 'from_the_future')),
        20_000,
      );
      s.precondition(came, 'the message was never sent.');
      const after = await on(s, handle, 'realtime.setPrompt', { prompt: 'Still here' });
      s.check('RT-76', after.ok && sockets(s).length === 1, {
        title: 'The same connection goes on.',
        got: `${tell(after)}, ${sockets(s).length} connections`,
      });
      await on(s, handle, 'realtime.disconnect');
    },
  },
  {
    ...base,
    id: 'realtime.refusal/permanent-is-final',
    title: 'A bad key ends the attempt: no second connection follows.',
    requires: ['RT-74'],
    steers: true,
    run: async (s: SdkContext) => {
      await s.steering.fault({
        operation: 'realtime.connect',
        effect: { type: 'close', code: 1008, reason: 'Invalid API key', message: 'Invalid API key' },
      });
      const refused = await connect(s);
      await s.pause(2500);
      s.negative('RT-74', {
        title: 'It fails.',
        reached: sockets(s).length > 0,
        refused: !refused.ok,
        because: /invalid api key/i.test(refused.error?.message ?? ''),
        reason: `the key is bad (came: ${tell(refused)})`,
      });
      s.check('RT-74', sockets(s).length === 1, {
        title: 'It is tried once.',
        expected: 1,
        got: sockets(s).length,
      });
    },
  },
  {
    ...base,
    id: 'realtime.refusal/full-house-is-not-stormed',
    title: 'After a close with 1013 the next attempts keep their distance, and the last is let in.',
    requires: ['RT-75', 'TIM-42'],
    steers: true,
    run: async (s: SdkContext) => {
      await s.steering.fault({
        operation: 'realtime.connect',
        when: { first: 2 },
        effect: {
          type: 'close',
          code: 1013,
          reason: 'Session Limit Reached',
          message: 'Concurrent session limit reached.',
        },
      });
      const called = await connect(s);
      const at = sockets(s).map(({ atMs }) => atMs);
      s.precondition(at.length > 1, `the SDK did not try again: ${tell(called)}`);
      const gaps = at.slice(1).map((each, n) => Math.round(each - (at[n] ?? 0)));
      s.check('RT-75', Math.min(...gaps) >= 900, {
        title: 'A second at least lies between.',
        got: `${gaps.join(', ')} ms`,
      });
      s.check(
        'TIM-42',
        gaps.every((gap, n) => gap >= (gaps[n - 1] ?? 0) * 0.9),
        {
          title: 'The delays grow.',
          got: `${gaps.join(', ')} ms`,
        },
      );
      if (called.handle !== undefined) await on(s, called.handle, 'realtime.disconnect');
    },
  },
  {
    ...base,
    id: 'realtime.queue/is-waited-in',
    title: 'In the waiting queue the client stays longer than the 15 seconds of the handshake.',
    requires: ['TIM-43'],
    steers: true,
    run: async (s: SdkContext) => {
      await s.steering.fault({
        operation: 'realtime.join',
        effect: { type: 'queue', position: 2, size: 5, everyMs: 4000, forMs: 18_000 },
      });
      // A client that leaves the queue may well start over for ever: the wire shows it at once.
      const left = () => sockets(s)[0]?.closed?.by === 'client';
      const called = await connect(s, {}, left);
      const { closed, atMs = 0 } = sockets(s)[0] ?? {};
      s.check('TIM-43', called.ok && called.ms > 17_000 && sockets(s).length === 1, {
        title: 'It is let in on the connection it queued on.',
        got: closed
          ? `The client closed its place in the queue after about ${Math.round((closed.atMs - atMs) / 5000) * 5} s`
          : tell(called),
      });
      if (called.handle !== undefined) await on(s, called.handle, 'realtime.disconnect');
    },
  },
];

/** The service's acknowledgement of a prompt. */
function ackOf(s: SdkContext, prompt: string): ClientMessage | undefined {
  return sockets(s)
    .flatMap(({ frames }) => frames.filter(({ from }) => from === 'server').map(read))
    .find(({ type, prompt: echoed }) => type === 'prompt_ack' && echoed === prompt);
}

export const realtimeCases: readonly SdkCase[] = cases;
