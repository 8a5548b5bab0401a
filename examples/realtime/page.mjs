/* global document, location, navigator, URLSearchParams */
import { createDecartClient, models } from '@decartai/sdk';

const [state, camera, output, form, prompt] = ['state', 'camera', 'output', 'form', 'prompt'].map((id) =>
  document.getElementById(id),
);
// Another stand-in: ?server=http://127.0.0.1:9000
const baseUrl = new URLSearchParams(location.search).get('server') ?? 'http://127.0.0.1:8787';
const client = createDecartClient({
  apiKey: 'dct_mock',
  baseUrl,
  realtimeBaseUrl: baseUrl.replace('http', 'ws'),
});

async function run() {
  const model = models.realtime('lucy-2.5');
  const { width, height, fps } = model;
  camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: fps } });
  const session = await client.realtime.connect(camera.srcObject, {
    model,
    onRemoteStream: (stream) => (output.srcObject = stream),
    onConnectionChange: (now) => (state.textContent = now),
    initialState: { prompt: { text: prompt.value, enhance: true } },
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    session
      .setPrompt(prompt.value)
      .then(() => (state.textContent = `shows: ${prompt.value}`))
      .catch(fail);
  });
}

const fail = (error) => (state.textContent = `failed: ${error.message}`);
run().catch(fail);
