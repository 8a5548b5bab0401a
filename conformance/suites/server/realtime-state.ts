import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { ServerMessage } from '../../traffic/server-message.js';
import { imagePart, notMedia, picture } from '../fixtures/media.js';
import { admits, answersPrompts, joinedStream, talk } from './realtime-steps.js';
import { upload } from './steps.js';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A failed ack has a reason. */
const refusal = (ack: ServerMessage | undefined) =>
  ack?.field('success') === false && typeof ack.field('error') === 'string' && ack.field('error') !== '';

/** Texts that change when a server trims, folds or normalises them. */
const prompts = [
  'Cyberpunk neon city',
  '  two blanks before, one behind ',
  'Zoë draws a 🐈‍⬛ in 東京\nover two lines',
  'e\u0301 is not \u00e9',
  '"quoted" \\ and </script>',
  'Cyberpunk neon city',
  '',
];

export const stateCases = [
  defineCase({
    id: 'realtime.prompt/acks',
    title: 'Prompts and their acks',
    requires: ['RT-07', 'RT-08', 'RT-10', 'TIM-04'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await joinedStream(c);
      const began = c.now();
      for (const [n, prompt] of prompts.entries()) {
        const enhance = [{ enhance_prompt: true }, { enhance_prompt: false }, {}][n % 3];
        socket.send({ type: 'prompt', prompt, ...enhance });
      }
      const last = await socket.next('prompt_ack', { nth: prompts.length });
      await socket.settle();
      const acks = socket.of('prompt_ack');
      const latest = last ?? acks.at(-1);
      c.check('TIM-04', latest !== undefined && latest.at - began < 15_000, {
        title: 'The acks come within 15 s.',
        answer: latest ?? socket,
      });
      c.check('RT-10', acks.length === prompts.length, {
        title: 'Each prompt has one ack.',
        expected: prompts.length,
        got: acks.length,
      });
      for (const ack of acks) {
        const fields = ack.field('success') === true && (ack.field('error') ?? null) === null;
        c.check('RT-07', fields, { title: 'success is true and error null.', answer: ack });
      }
      c.precondition(acks.length === prompts.length, 'the acks cannot be matched to the prompts.');
      const echoed = acks.map((ack) => ack.field('prompt'));
      c.check('RT-10', prompts.every((prompt) => echoed.includes(prompt)) ? same(echoed, prompts) : true, {
        title: 'The acks come in order.',
        expected: prompts,
        got: echoed,
      });
      for (const [n, prompt] of prompts.entries()) {
        c.check('RT-08', echoed[n] === prompt || echoed.includes(prompt), {
          title: 'The ack carries the text as it was sent.',
          expected: JSON.stringify(prompt),
          answer: acks[n] ?? socket,
        });
      }
    },
  }),
  defineCase({
    id: 'realtime.image/acks',
    title: 'Pictures and their acks',
    requires: ['RT-09', 'RT-10', 'RT-11', 'TIM-05'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await joinedStream(c);
      const image = base64(picture());
      const messages: [string, object][] = [
        ['a picture', { image_data: image }],
        ['picture and prompt', { image_data: image, prompt: 'In this style', enhance_prompt: true }],
        ['null and null: pass through', { image_data: null, prompt: null }],
        ['null and a prompt', { image_data: null, prompt: 'Make it snow', enhance_prompt: false }],
        ['null alone', { image_data: null }],
        ['a prompt without image_data', { prompt: 'Make it rain', enhance_prompt: false }],
      ];
      for (const [n, [name, fields]] of messages.entries()) {
        const began = c.now();
        socket.send({ type: 'set_image', ...fields });
        const ack = await socket.next('set_image_ack', { nth: n + 1, withinMs: c.timeouts.imageMs });
        const id = name.includes('pass through') ? 'RT-11' : 'RT-09';
        const fits = ack?.field('success') === true && (ack.field('error') ?? null) === null;
        c.check(id, fits, { title: `${name}: acknowledged with success.`, answer: ack ?? socket });
        c.check('TIM-05', ack !== undefined && ack.at - began < 30_000, {
          title: `${name}: within 30 s.`,
          answer: ack ?? socket,
        });
        c.precondition(ack !== undefined, 'an ack is missing, so later acks cannot be matched.');
      }
      await socket.settle();
      const [acks, stray] = [socket.of('set_image_ack').length, socket.of('prompt_ack').length];
      c.check('RT-10', acks === messages.length && stray === 0, {
        title: 'One set_image_ack for each set_image, and no prompt_ack.',
        expected: messages.length,
        got: `${acks} and ${stray}`,
      });
    },
  }),
  defineCase({
    id: 'realtime.image/by-reference',
    title: 'A picture by file id',
    requires: ['RT-12', 'RT-13'],
    ...talk,
    effects: 'deletes-own',
    cost: { ...talk.cost, uploadBytes: picture().length },
    async run(c: CaseContext) {
      const file = await upload(c, { file: imagePart() });
      const id = file.field('id');
      c.precondition(file.ok && typeof id === 'string', `the upload answered ${file.toString()}.`);
      const socket = await joinedStream(c);
      socket.send({ type: 'set_image', image_ref: id, prompt: 'In this style', enhance_prompt: true });
      const taken = await socket.next('set_image_ack', { withinMs: c.timeouts.imageMs });
      c.check('RT-12', taken?.field('success') === true, {
        title: 'The id of a file is accepted.',
        answer: taken ?? socket,
      });
      c.precondition(taken !== undefined, 'the first ack is missing.');
      socket.send({ type: 'set_image', image_ref: 'file_thisWasNeverUploadedByAnybody' });
      const refused = await socket.next('set_image_ack', { nth: 2, withinMs: c.timeouts.imageMs });
      c.negative('RT-13', {
        title: 'An unknown file id is refused in its ack.',
        reached: taken.field('success') === true,
        refused: refused?.field('success') === false,
        because: refusal(refused),
        reason: 'error has a reason',
        answer: refused ?? socket,
      });
      c.check('RT-13', await answersPrompts(socket, 'go on'), {
        title: 'The session continues.',
        answer: socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.image/refused',
    title: 'Invalid pictures',
    requires: ['RT-13', 'RT-14'],
    ...talk,
    effects: 'deletes-own',
    cost: { ...talk.cost, uploadBytes: picture().length },
    async run(c: CaseContext) {
      const socket = await joinedStream(c);
      const image = base64(picture());
      socket.send({ type: 'set_image', image_data: image });
      const taken = await socket.next('set_image_ack', { withinMs: c.timeouts.imageMs });
      socket.send({ type: 'set_image', image_data: base64(notMedia) });
      const refused = await socket.next('set_image_ack', { nth: 2, withinMs: c.timeouts.imageMs });
      c.negative('RT-13', {
        title: 'Text in place of a picture is refused.',
        reached: taken?.field('success') === true,
        refused: refused?.field('success') === false,
        because: refusal(refused),
        reason: 'error has a reason',
        answer: refused ?? socket,
      });
      c.check('RT-13', await answersPrompts(socket, 'go on'), {
        title: 'The session continues.',
        answer: socket,
      });
      const file = await upload(c, { file: imagePart() });
      socket.send({ type: 'set_image', image_data: image, image_ref: file.field('id') });
      const both = await socket.next('set_image_ack', { nth: 3, withinMs: c.timeouts.imageMs });
      c.check('RT-14', refusal(both), {
        title: 'image_data beside image_ref is refused.',
        answer: both ?? socket,
      });
    },
  }),
  defineCase({
    id: 'realtime.messages/nonsense',
    title: 'Frames that are not messages, and messages of unknown types',
    requires: ['RT-35', 'RT-44'],
    ...talk,
    async run(c: CaseContext) {
      const socket = await joinedStream(c);
      const unknown = [
        { type: 'message_of_a_later_year', data: { a: [1] } },
        { type: 'observability', data: { kind: 'diagnostic', name: 'x', data: {}, timestamp: 1 } },
        { type: 'switch_camera', rotateY: 2 },
      ];
      for (const message of unknown) {
        socket.send(message);
        c.check('RT-44', await answersPrompts(socket, message.type), {
          title: `After ${message.type} a prompt is still acknowledged.`,
          answer: socket,
        });
      }
      const nonsense = ['{"type":"prompt"', 'hello', '[]', 'null', '{}', '{"type":7}', '{"type":"prompt"}'];
      for (const frame of [...nonsense, new Uint8Array([0, 1, 2, 255])]) {
        if (!socket.closed) socket.send(frame);
      }
      await socket.settle();
      const next = await admits(c, {});
      c.check('RT-35', next, {
        title: 'After an invalid frame the next connection is served.',
        got: 'no room',
      });
      c.check('RT-35', socket.strays.length === 0, {
        title: 'Any answer to an invalid frame is a JSON object in a text frame.',
        got: socket.strays.join(' '),
      });
    },
  }),
];

const same = (a: readonly unknown[], b: readonly unknown[]) => JSON.stringify(a) === JSON.stringify(b);
