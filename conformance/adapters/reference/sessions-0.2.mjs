/**
 * Realtime sessions of the reference adapter by the rules of SDK 0.2.x. Their client is a test tool, test/clients/rules-0.2 in the
 * repository of decart-mock; the package does not have it.
 */
import { fileOf } from '../javascript/stdio.mjs';

export async function sessions() {
  const { createDecartClient, firstFrames, models, syntheticCamera } = await client();
  return {
    capabilities: [
      ...['realtime.connect', 'realtime.setPrompt', 'realtime.set', 'realtime.setImage', 'realtime.state'],
      ...['realtime.disconnect', 'realtime.signaling', 'realtime.media', 'realtime.imageRef'],
    ],
    open: (realtimeBaseUrl, apiKey) => createDecartClient({ realtimeBaseUrl, apiKey }),
    ops: {
      'realtime.connect': async (
        { realtime: opened },
        { model, initialState = {}, queryParams },
        { open },
      ) => {
        const { hold, emit } = open();
        const camera = syntheticCamera();
        const { image, ...state } = initialState;
        const connecting = opened.realtime.connect(
          { videos: [camera.track] },
          {
            model: models.realtime(model),
            queryParams,
            initialState: { ...state, ...(image !== undefined && { image: await imageOf(image) }) },
            onConnectionChange: (now) => emit('connection', { state: now }),
            onQueuePosition: ({ position, queueSize }) => emit('queue', { position, size: queueSize }),
            onRemoteStream: (track) => {
              emit('track', { kind: 'video', id: track.sid });
              void firstFrames(track, 3, (n, width, height) => emit('frame', { n, width, height }));
            },
          },
        );
        const session = await connecting.catch((error) => {
          camera.stop();
          throw error;
        });
        session.on('error', ({ message }) =>
          emit('error', { error: { kind: 'event', type: 'Error', message } }),
        );
        session.on('generationTick', ({ seconds }) => emit('tick', { seconds }));
        session.on('generationEnded', ({ seconds, reason }) => emit('ended', { seconds, reason }));
        hold({ session, close: () => (camera.stop(), session.disconnect()) });
        return { sessionId: session.sessionId, subscribeToken: session.subscribeToken };
      },
      'realtime.setPrompt': async ({ session }, { prompt, enhance }) =>
        void (await session.setPrompt(prompt, enhance === undefined ? undefined : { enhance })),
      'realtime.set': async ({ session }, { image, ...rest }) =>
        void (await session.set({ ...rest, ...(image !== undefined && { image: await imageOf(image) }) })),
      'realtime.setImage': async ({ session }, { image, ...rest }) =>
        void (await session.setImage(await imageOf(image), rest)),
      'realtime.state': ({ session }) => ({
        state: session.getConnectionState(),
        connected: session.isConnected(),
        sessionId: session.sessionId,
      }),
      'realtime.disconnect': (held) => void held.close(),
    },
  };
}

async function client() {
  try {
    const { tsImport } = await import('tsx/esm/api');
    return await tsImport('../../../test/clients/rules-0.2/node.ts', import.meta.url);
  } catch (error) {
    console.error(
      `--generation 0.2 needs a clone of the repository of decart-mock, and npm ci in it: ${error}`,
    );
    return process.exit(1);
  }
}

/** A picture as base64, a file by its id, or null. */
async function imageOf(image) {
  if (image === null) return null;
  return image.ref ?? Buffer.from(await (await fileOf(image)).arrayBuffer()).toString('base64');
}
