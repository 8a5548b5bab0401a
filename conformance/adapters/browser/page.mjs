/* global KIT_ADAPTER_URL, SDK_VERSION, document, navigator, window */
/** Runs in the page: drives the realtime side of @decartai/sdk, connected to the kit over a WebSocket. */
import * as sdk from '@decartai/sdk';
import { adapt, given, Unsupported } from '../javascript/kit-adapter.mjs';

const { createDecartClient, models } = sdk;
const builtInHost = 'wss://api3.decart.ai';

/** Versions before 0.0.51 support no other host: their sockets are redirected to the kit, so one session at a time. */
const knowsOtherHosts = SDK_VERSION.localeCompare('0.0.51', undefined, { numeric: true }) >= 0;
let realtimeUrl = builtInHost;
const Native = window.WebSocket;
window.WebSocket = class extends Native {
  constructor(url, protocols) {
    super(String(url).replace(builtInHost, realtimeUrl), protocols);
  }
};

const socket = new Native(KIT_ADAPTER_URL);
const take = adapt(
  {
    welcome: ({ candidates }) => ({
      adapter: { name: 'decart-javascript-browser', version: '1.0.0' },
      sdk: {
        name: '@decartai/sdk',
        version: SDK_VERSION,
        language: 'javascript',
        runtime: navigator.userAgent,
      },
      capabilities: [
        ...['realtime.connect', 'realtime.setPrompt', 'realtime.set', 'realtime.setImage', 'realtime.state'],
        ...['realtime.disconnect', 'realtime.signaling', 'realtime.media', 'adapter.echo', 'adapter.sleep'],
      ],
      models: { realtime: candidates.realtime.filter(known) },
      limits: { maxConcurrent: knowsOtherHosts ? 3 : 1 },
      blob: ['inline', 'url'],
    }),

    open(config) {
      if (config.apiKey === null) return createDecartClient({ baseUrl: config.baseUrl, telemetry: false });
      realtimeUrl = config.realtimeUrl;
      const { baseUrl, apiKey } = config;
      return createDecartClient({ baseUrl, realtimeBaseUrl: realtimeUrl, apiKey, telemetry: false });
    },

    ops: {
      'realtime.connect': async (client, { model, initialState, queryParams }, { open }) => {
        const { hold, emit } = open();
        const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 352 } });
        const session = await client.realtime.connect(stream, {
          model: models.realtime(model),
          onRemoteStream: (remote) => show(remote, emit),
          onConnectionChange: (state) => emit('connection', { state }),
          onQueuePosition: ({ position, queueSize }) => emit('queue', { position, size: queueSize }),
          ...(queryParams ? { queryParams } : {}),
          ...(initialState ? { initialState: await stateOf(initialState) } : {}),
        });
        session.on('error', ({ code = '', message }) =>
          emit('error', { error: { kind: 'event', type: 'Object', code, message } }),
        );
        session.on('generationTick', ({ seconds }) => emit('tick', { seconds }));
        session.on('generationEnded', ({ seconds, reason }) => emit('ended', { seconds, reason }));
        hold(session);
        return { sessionId: session.sessionId ?? null, subscribeToken: session.subscribeToken ?? null };
      },
      'realtime.setPrompt': async (session, { prompt, enhance }) =>
        void (await session.setPrompt(prompt, enhance === undefined ? undefined : { enhance })),
      'realtime.set': async (session, { image, ...rest }) =>
        void (await method(
          session,
          'set',
        )({
          ...rest,
          ...(image === undefined ? {} : { image: await imageOf(image) }),
        })),
      'realtime.setImage': async (session, { image, ...rest }) =>
        void (await method(session, 'setImage')(await imageOf(image), rest)),
      'realtime.state': (session) => ({
        state: session.getConnectionState(),
        connected: session.isConnected(),
        sessionId: session.sessionId ?? null,
      }),
      'realtime.disconnect': (session) => void session.disconnect(),
    },
  },
  (line) => socket.send(line),
  () => socket.close(1000),
);
socket.addEventListener('message', ({ data }) => take(data));

function known(model) {
  try {
    return models.realtime(model) !== undefined;
  } catch {
    return false;
  }
}

/** A method that older versions lack. */
function method(session, name) {
  if (typeof session[name] !== 'function') throw new Unsupported(`${SDK_VERSION} has no ${name}.`);
  return session[name].bind(session);
}

async function imageOf(image) {
  if (image === null) return null;
  return image.ref ?? given(image);
}

async function stateOf({ image, ...state }) {
  return image === undefined ? state : { ...state, image: await imageOf(image) };
}

/** Shows what the model sends, and reports its first frames. */
function show(stream, emit) {
  const video = Object.assign(document.createElement('video'), {
    autoplay: true,
    muted: true,
    srcObject: stream,
  });
  document.body.append(video);
  for (const { kind, id } of stream.getTracks()) emit('track', { kind, id });
  let n = 0;
  const next = () => {
    if (++n <= 3) emit('frame', { n, width: video.videoWidth, height: video.videoHeight });
    if (n < 3) video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
}
