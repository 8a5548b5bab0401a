import { picture } from '../fixtures/media.js';
import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { ackOf, base, connected, on, sentMessages, sockets } from './realtime-steps.js';
import { describeCall, succeeded } from './steps.js';

export const stateCases: readonly SdkCase[] = [
  {
    ...base,
    id: 'realtime.prompt/waits-for-its-ack',
    title: 'setPrompt ends with its ack: in time, late or refused.',
    requires: ['RT-78'],
    needs: [...base.needs, 'realtime.setPrompt'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const handle = await connected(s);
      const plain = await on(s, handle, 'realtime.setPrompt', { prompt: 'Snow' });
      s.check('RT-78', plain.ok && ackOf(s, 'Snow') !== undefined, {
        title: 'An ack ends it.',
        got: describeCall(plain),
      });
      await s.control.addRule({
        operation: 'realtime.prompt',
        when: { first: 1 },
        effect: { type: 'ack', lateMs: 1500 },
      });
      const late = await on(s, handle, 'realtime.setPrompt', { prompt: 'Rain' });
      s.check('RT-78', late.ok && late.ms >= 1400, {
        title: 'It waits for a late ack.',
        got: `${describeCall(late)} after ${Math.round(late.ms)} ms`,
      });
      const words = 'The prompt was refused';
      await s.control.addRule({ operation: 'realtime.prompt', effect: { type: 'ack', fail: words } });
      const refused = await on(s, handle, 'realtime.setPrompt', { prompt: 'Fog' });
      s.negative('RT-78', {
        title: 'An ack that refuses is an error.',
        reached: ackOf(s, 'Fog')?.['success'] === false,
        refused: !refused.ok,
        because: refused.error?.message.includes(words) === true,
        reason: `the ack says so (received: ${describeCall(refused)})`,
      });
      await on(s, handle, 'realtime.disconnect');
    },
  },
  {
    ...base,
    id: 'realtime.image/data-or-reference',
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
      const images = sentMessages(sockets(s)[0]).filter(({ type }) => type === 'set_image');
      const both = images.filter((message) => 'image_data' in message === 'image_ref' in message);
      s.check('RT-71', images.length >= 2 && both.length === 0, {
        title: 'Each set_image has exactly one of image_data and image_ref.',
        got: images.map((message) => Object.keys(message).join('+')).join(', '),
      });
      const data = images.some(({ image_data }) => image_data === Buffer.from(bytes).toString('base64'));
      s.check('RT-71', data, { title: 'The bytes are sent as plain base64.' });
      s.check('RT-78', cleared.ok && images.at(-1)?.['image_data'] === null, {
        title: 'null clears it.',
        got: describeCall(cleared),
      });
      await on(s, handle, 'realtime.disconnect');
    },
  },
];
