import type { SocketPair } from '../../traffic/relay-socket.js';
import { all, fromClient, fromServer, stateOf, type MessageChange } from '../frames.js';
import { socketMutant, type Mutant } from '../mutant.js';
import { where } from './realtime-when.js';

const isAvatar = ({ path }: Pick<SocketPair, 'path'>): boolean => path.includes('/live_avatar/');

const onAvatar = (change: MessageChange): MessageChange =>
  where((_, connection) => isAvatar(connection), change);

/** Changes one section of an answer; 0 is video. */
const inSection = (index: 0 | 1, change: (section: string) => string) =>
  fromServer(
    'answer',
    onAvatar((body) => {
      const [head = '', ...sections] = String(body['sdp']).split(/^(?=m=)/m);
      return [
        { ...body, sdp: [head, ...sections.map((one, at) => (at === index ? change(one) : one))].join('') },
      ];
    }),
  );

export const realtimeAvatarMutants: readonly Mutant[] = [
  socketMutant('m-RT-84-model-required', 'The path of Live Avatar requires a model.', {
    upgrade: (upgrade) =>
      isAvatar(upgrade) && !upgrade.path.includes('model=') ? { ...upgrade, refuse: 400 } : upgrade,
  }),
  socketMutant(
    'm-RT-85-ack-waits-for-the-offer',
    'The picture of a live avatar is acknowledged after the offer.',
    {
      frames: all(
        fromServer(
          'set_image_ack',
          onAvatar((body, connection, memory) => {
            const state = stateOf(memory, connection);
            if (state['offered']) return [body];
            state['ack'] = body;
            return [];
          }),
        ),
        fromClient(
          'offer',
          onAvatar((body, connection, memory) => {
            const state = stateOf(memory, connection);
            state['offered'] = true;
            if (state['ack']) connection.toClient(JSON.stringify(state['ack']));
            return [body];
          }),
        ),
      ),
    },
  ),
  socketMutant('m-RT-86-no-video', 'The answer sends no video.', {
    frames: inSection(0, (section) => section.replace('a=sendonly', 'a=inactive')),
  }),
  socketMutant('m-RT-86-audio-one-way', 'The answer takes no sound from the client.', {
    frames: inSection(1, (section) => section.replace('a=sendrecv', 'a=sendonly')),
  }),
  socketMutant('m-RT-86-no-stream', 'The answer puts the sound into no stream.', {
    frames: inSection(1, (section) => section.replace(/^a=msid:.*\r?\n/m, '')),
  }),
];
