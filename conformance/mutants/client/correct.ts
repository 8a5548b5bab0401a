import { videoPart, imagePart, instantPrompt, type ScriptClient } from './script.js';

/** Clients without a fault, one per area: the rules must report nothing about them. */
export const correctScripts: Readonly<Record<string, (c: ScriptClient) => Promise<void>>> = {
  jobs: async (c) => {
    const job = await c.submit('lucy-2.5', [
      ['prompt', 'a red hat [mock:pending=2500ms]'],
      videoPart,
      ['seed', '7'],
    ]);
    for (let polls = 0; polls < 10; polls++) {
      await c.wait(2000);
      if ((await c.poll(job)).json['status'] === 'completed') break;
    }
    await c.content(job);
    await c.content(job);
    await c.request('POST', '/v1/generate/lucy-image-2', {
      form: [instantPrompt, imagePart, ['resolution', '480p']],
    });
  },
  'tokens and files': async (c) => {
    const token = await c.mint({
      expiresIn: 60,
      allowedModels: ['lucy-2.5'],
      allowedOrigins: ['https://app.example.com'],
    });
    await c.request('GET', '/v1/realtime/quota', {
      key: token,
      headers: { origin: 'https://app.example.com' },
    });
    const file = await c.request('POST', '/v1/files', {
      form: [
        ['file', imagePart[1]],
        ['ttl_seconds', '60'],
      ],
    });
    const path = `/v1/files/${String(file.json['id'])}`;
    await c.request('GET', path);
    await c.request('DELETE', path);
    await c.wait(1100);
    await c.request('GET', '/v1/realtime/quota', { key: token });
  },
  realtime: async (c) => {
    const session = await c.connect({ query: '&speed=fast' });
    await session.join();
    session.send({ type: 'prompt', prompt: 'a red hat', enhance_prompt: true });
    await session.receive('prompt_ack');
    session.send({ type: 'set_image', image_data: picture, prompt: 'a blue hat' });
    await session.receive('set_image_ack');
    session.send({ type: 'set_image', image_data: null });
    await session.receive('set_image_ack');
    await session.close();
  },
  'mended after an error': async (c) => {
    await c.request('POST', '/v1/jobs/lucy-2.5', { form: [instantPrompt] });
    await c.submit();
    await c.request('GET', '/v1/realtime/quota', { key: 'ek_dead' });
  },
};

const picture = imagePart[1] instanceof Object ? Buffer.from(imagePart[1].bytes).toString('base64') : '';
