/* global document, location, navigator, URLSearchParams */
import { createDecartClient, models } from '@decartai/sdk';

const [state, camera, output, form, prompt] = ['state', 'camera', 'output', 'form', 'prompt'].map((id) =>
  document.getElementById(id),
);
// Another mock server: ?server=http://127.0.0.1:9000
const baseUrl = new URLSearchParams(location.search).get('server') ?? 'http://127.0.0.1:8787';
const client = createDecartClient({
  apiKey: 'dct_mock',
  baseUrl,
  realtimeBaseUrl: baseUrl.replace('http', 'ws'),
  // Telemetry goes to the real service, whatever the base URL.
  telemetry: false,
});

async function connect() {
  const model = models.realtime('lucy-2.5');
  const { width, height, fps } = model;
  camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: fps } });
  return client.realtime.connect(camera.srcObject, {
    model,
    onRemoteStream: (stream) => (output.srcObject = stream),
    onConnectionChange: (now) => (state.textContent = now),
    initialState: { prompt: { text: prompt.value, enhance: true } },
  });
}

const fail = (error) => (state.textContent = `failed: ${error.message}`);
const connecting = connect();
connecting.catch(fail);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = prompt.value;
  connecting
    .then((session) => session.setPrompt(text))
    .then(() => (state.textContent = `shows: ${text}`))
    .catch(fail);
});
