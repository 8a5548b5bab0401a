import { expect, test } from 'vitest';
import { form, imageBlob, serve, videoBlob } from './support/serve.js';

const text = new File(['not media'], 'note.txt', { type: 'video/mp4' });
const clip = new File([videoBlob], 'clip.mp4');
const picture = new File([imageBlob], 'hat.png');
const prompt = 'x';

test.each<[what: string, path: string, asOf: string, fields: Record<string, string | Blob>, advice: string]>([
  [
    'a video for an image model',
    '/v1/generate/lucy-image-2',
    '2026-09-01',
    { prompt, data: clip },
    'Send a picture, such as a PNG or JPEG, as "data" of lucy-image-2. By its bytes, "clip.mp4" is a video (video/mp4).',
  ],
  [
    'a text for an image model',
    '/v1/generate/lucy-image-2',
    '2026-09-01',
    { prompt, data: text },
    'Send a picture, such as a PNG or JPEG, as "data" of lucy-image-2. By its bytes, "note.txt" is neither a picture nor a video.',
  ],
  [
    'a video for an image model as a job',
    '/v1/jobs/lucy-image-2',
    '2026-09-01',
    { prompt, data: clip },
    'Send a picture, such as a PNG or JPEG, as "data" of lucy-image-2. By its bytes, "clip.mp4" is a video (video/mp4).',
  ],
  [
    'a picture for a video model',
    '/v1/jobs/lucy-2.5',
    '2026-09-01',
    { data: picture },
    'Send a video, such as an MP4, as "data" of lucy-2.5. By its bytes, "hat.png" is a picture (image/png).',
  ],
  [
    'nothing for a video model',
    '/v1/jobs/lucy-2.5',
    '2026-09-01',
    { data: new File([], 'clip.mp4') },
    'Send a video, such as an MP4, as "data" of lucy-2.5. By its bytes, "clip.mp4" is empty.',
  ],
  [
    'a video for a reference picture',
    '/v1/jobs/lucy-2.5',
    '2026-09-01',
    { data: clip, reference_image: clip },
    'Send a picture, such as a PNG or JPEG, as "reference_image" of lucy-2.5. By its bytes, "clip.mp4" is a video (video/mp4).',
  ],
  [
    'a video for a first frame',
    '/v1/jobs/lucy-pro-flf2v',
    '2026-02-11',
    { prompt, start: clip, end: picture },
    'Send a picture, such as a PNG or JPEG, as "start" of lucy-pro-flf2v. By its bytes, "clip.mp4" is a video (video/mp4).',
  ],
  [
    'a text for a last frame',
    '/v1/jobs/lucy-pro-flf2v',
    '2026-02-11',
    { prompt, start: picture, end: text },
    'Send a picture, such as a PNG or JPEG, as "end" of lucy-pro-flf2v. By its bytes, "note.txt" is neither a picture nor a video.',
  ],
  [
    'a video to set in motion',
    '/v1/jobs/lucy-motion',
    '2026-02-11',
    { data: clip, trajectory: '[{"frame":0,"x":0,"y":0},{"frame":1,"x":1,"y":1}]' },
    'Send a picture, such as a PNG or JPEG, as "data" of lucy-motion. By its bytes, "clip.mp4" is a video (video/mp4).',
  ],
])('%s gets advice about what its field takes', async (_what, path, asOf, fields, advice) => {
  await using served = await serve({ asOf });
  const response = await fetch(served.mock.url + path, {
    method: 'POST',
    headers: { 'x-api-key': 'dct_kind' },
    body: form(fields),
  });
  expect([response.status, await response.json()]).toEqual([400, { detail: 'Invalid file type' }]);
  expect((await served.mock.account('dct_kind').journal.find())[0]).toMatchObject({
    error: 'invalid_file_type',
    advice,
  });
});
