import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { base, connected, knownFields, on, read, sentMessages, sockets } from './realtime-steps.js';
import { describeCall } from './steps.js';

/** Without a state nothing is generated. */
const state = { initialState: { prompt: { text: 'A quiet harbour', enhance: false } } };

export const connectCases: readonly SdkCase[] = [
  {
    ...base,
    id: 'realtime.connect/handshake',
    title: 'A session is requested with its key and model, joined once, and keeps to the contract.',
    requires: ['RT-70', 'RT-72', 'MOD-43'],
    cost: { gpuSeconds: 5 },
    run: async (s: SdkContext) => {
      const handle = await connected(s, state);
      const [socket] = sockets(s);
      const query = new URL(socket?.path ?? '', 'ws://kit').searchParams;
      s.check('MOD-43', query.get('model') === s.model('realtime') && query.get('api_key') === s.key, {
        title: 'The URL names the model as given, and the key.',
        got: `model ${query.get('model')}`,
      });
      await on(s, handle, 'realtime.disconnect');
      const messages = sentMessages(socket);
      const joins = messages.filter(({ type }) => type === 'livekit_join' || type === 'offer').length;
      s.check('RT-70', joins === 1 && sockets(s).length === 1, {
        title: 'One join, or one offer, on one connection.',
        got: messages.map(({ type }) => type).join(', '),
      });
      const unknown = messages.flatMap(({ type, ...fields }) =>
        Object.keys(fields)
          .filter((field) => !knownFields[String(type)]?.includes(field))
          .map((field) => `${String(type)}.${field}`)
          .concat(knownFields[String(type)] ? [] : [String(type)]),
      );
      s.check('RT-72', unknown.length === 0, {
        title: 'Only types and fields of the contract.',
        got: unknown.join(', '),
      });
      const sentPrompt = messages.some((message) => JSON.stringify(message).includes('A quiet harbour'));
      s.check('RT-72', sentPrompt, {
        title: 'The initial prompt is sent.',
        got: messages.map(({ type }) => type).join(', '),
      });
    },
  },
  {
    ...base,
    id: 'realtime.connect/shows-frames',
    title: 'The connected session shows pictures.',
    requires: ['RT-83'],
    needs: [...base.needs, 'realtime.media'],
    cost: { gpuSeconds: 10 },
    run: async (s: SdkContext) => {
      const handle = await connected(s, state);
      const frames = () => s.eventsOf(handle).filter(({ name }) => name === 'frame');
      const seen = await s.until(() => frames().length >= 3, 30_000);
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
    id: 'realtime.unknown-message/tolerated',
    title: 'A message of a later protocol does not end the session.',
    requires: ['RT-76'],
    needs: [...base.needs, 'realtime.setPrompt'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const message = { type: 'from_the_future', cargo: [1, null, { a: 'b' }] };
      await s.control.addRule({ operation: 'realtime.generation', effect: { type: 'message', message } });
      const handle = await connected(s, state);
      const received = await s.until(
        () =>
          sockets(s).some(({ frames }) => frames.some((frame) => read(frame)['type'] === 'from_the_future')),
        20_000,
      );
      s.precondition(received, 'the message was never sent.');
      const after = await on(s, handle, 'realtime.setPrompt', { prompt: 'Still here' });
      s.check('RT-76', after.ok && sockets(s).length === 1, {
        title: 'The connection stays open.',
        got: `${describeCall(after)}, ${sockets(s).length} connections`,
      });
      await on(s, handle, 'realtime.disconnect');
    },
  },
];
