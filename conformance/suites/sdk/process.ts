import { sha256 } from '../../engine/sha256.js';
import { picture } from '../fixtures/media.js';
import type { SdkCase } from './define.js';
import { hashOf, imageJob, lastSent, respond, sentHash, submits, succeeded, describeCall } from './steps.js';

/** Form fields of the image routes, from the contract. */
const declared = ['prompt', 'data', 'reference_image', 'seed', 'resolution', 'enhance_prompt'];

export const processCases: readonly SdkCase[] = [
  {
    id: 'process.request/as-declared',
    title: 'A picture is requested with the fields of the route, under the model name that the caller gave.',
    requires: ['PRO-40', 'QUE-65', 'MOD-43', 'MED-41', 'TOK-47'],
    needs: ['process'],
    cost: { images: 1 },
    run: async (s) => {
      const model = s.model('image');
      const done = await s.call('process', imageJob(s, { seed: 7, enhance_prompt: false }));
      const sent = lastSent(s, 'POST', submits);
      const answer = s.answer(sent);
      const data = sent.part('data');
      s.check('PRO-40', sent.part('prompt')?.text === 'A quiet harbour' && data?.filename !== undefined, {
        title: 'prompt is a text, data a file part.',
        got: sent.form
          .map(({ name, filename }) => `${name}${filename === undefined ? '' : ' (file)'}`)
          .join(', '),
        answer,
      });
      const undeclared = sent.form.map(({ name }) => name).filter((name) => !declared.includes(name));
      s.check('QUE-65', undeclared.length === 0, {
        title: 'No field is sent that the route does not declare.',
        got: undeclared.join(', '),
        answer,
      });
      const { seed, flag } = { seed: sent.part('seed')?.text, flag: sent.part('enhance_prompt')?.text };
      s.check('QUE-65', seed === '7' && /^false$/i.test(flag ?? ''), {
        title: 'seed and enhance_prompt are sent as given.',
        expected: '7, false',
        got: `${seed}, ${flag}`,
        answer,
      });
      s.check('MOD-43', sent.path.split('?')[0] === `/v1/generate/${model}`, {
        title: 'The route is that of the model as named.',
        expected: `/v1/generate/${model}`,
        got: sent.path,
        answer,
      });
      s.check('MED-41', data !== undefined && sha256(data.bytes) === sha256(picture()), {
        title: 'The picture arrives unchanged.',
        got: `${data?.bytes.length} bytes`,
        answer,
      });
      s.check('TOK-47', sent.headers['x-api-key'] === s.key, { title: 'The key is in x-api-key.', answer });
      succeeded(s, 'process', done);
    },
  },
  {
    id: 'process.result/bytes-unchanged',
    title: 'User code gets the picture that was sent.',
    requires: ['PRO-42', 'MED-40'],
    needs: ['process'],
    cost: { images: 1 },
    run: async (s) => {
      const done = await s.call('process', imageJob(s));
      succeeded(s, 'process', done);
      const sent = lastSent(s, 'POST', submits);
      const same = hashOf(done.value) === sentHash(sent);
      const detail = {
        expected: sentHash(sent),
        got: hashOf(done.value) ?? 'nothing',
        answer: s.answer(sent),
      };
      s.check('MED-40', same, { title: 'The hashes agree.', ...detail });
      s.check('PRO-42', same && sent.answer.length > 0, {
        title: 'A 2xx is passed on unchanged.',
        ...detail,
      });
    },
  },
  {
    id: 'process.refusal/reaches-the-caller',
    title: 'A refused picture is an error with its status and message, sent once.',
    requires: ['PRO-42', 'ERR-44', 'ERR-40'],
    needs: ['process'],
    needsControl: true,
    run: async (s) => {
      const words = 'The picture shows nothing at all';
      await s.control.addRule(respond('process', 422, { detail: words }));
      const refused = await s.call('process', imageJob(s));
      const sent = s.sent('POST', submits);
      s.negative('PRO-42', {
        title: 'The call fails.',
        reached: sent.some(({ status }) => status === 422),
        refused: !refused.ok,
        because: refused.failure === 'invalid_input',
        reason: `of the 422 (received: ${describeCall(refused)})`,
      });
      s.check('ERR-44', refused.error?.message.includes(words) === true, {
        title: "The service's message is in the error.",
        expected: words,
        got: describeCall(refused),
      });
      s.check('ERR-44', refused.error?.httpStatus === 422, {
        title: 'The status can be read without parsing a sentence.',
        expected: 422,
        got: refused.error?.httpStatus ?? 'nothing',
      });
      s.check('ERR-40', sent.length === 1, { title: 'It is sent once.', expected: 1, got: sent.length });
    },
  },
  {
    id: 'process.refusal/text-is-not-a-picture',
    title: 'An error with a text body never becomes a picture.',
    requires: ['PRO-42'],
    needs: ['process'],
    needsControl: true,
    run: async (s) => {
      await s.control.addRule(respond('process', 503, 'upstream is asleep'));
      const refused = await s.call('process', imageJob(s));
      s.negative('PRO-42', {
        title: 'A 503 with plain text is an error.',
        reached: s.sent('POST', submits).some(({ status }) => status === 503),
        refused: !refused.ok,
        because: refused.failure === 'server',
        reason: `of the 503 (received: ${describeCall(refused)})`,
      });
    },
  },
];
