import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { settleRenderer } from '../media/choose-renderers.js';
import { lipsyncPictures, readSamePicture, type ReadLipsyncPicture } from '../media/lipsync/pictures.js';
import { MediaNetwork } from '../media/ice/media-network.js';
import { Warnings } from '../world/accounts/warnings.js';
import type { World } from '../world/world.js';
import { Gateway } from './gateway/gateway.js';
import { isLipsyncPath, LipsyncGateway } from './lipsync/lipsync-gateway.js';
import { simulatedMedia } from './media/simulated-media.js';
import { webrtcMedia } from './media/webrtc-media.js';
import type { MediaLayer } from './media/media-layer.js';
import type { RealtimeOptions } from './options.js';
import { watchUnfinished } from './gateway/unfinished-message.js';
import { noteRefusedToken } from './refused-token.js';
import { HttpSessions } from './signalling/http-sessions.js';

export type { RealtimeOptions } from './options.js';

/** Sockets of each kind at once; ours, well above the number for which one process carries media. */
const MAX_SOCKETS = 20_000;

/** Realtime: control sockets, LiveKit's paths, LipSync Live, and sessions over HTTP. */
export class Realtime {
  readonly #media: MediaLayer;
  readonly #gateway: Gateway;
  readonly #lipsync: LipsyncGateway;
  /** Realtime for the HTTP API. */
  readonly httpSessions: HttpSessions;

  constructor(
    readonly world: World,
    readonly options: RealtimeOptions,
  ) {
    this.#media = createMedia(world, options);
    const shared = {
      world,
      media: this.#media,
      allowMissingOrigin: options.allowMissingOrigin ?? true,
      defect: (error: unknown) => options.onDefect(error, 'a realtime session'),
    };
    this.#gateway = new Gateway({
      ...shared,
      originsEverywhere: options.origins === 'everywhere',
      maxSockets: MAX_SOCKETS,
    });
    this.#lipsync = new LipsyncGateway({ ...shared, pictures: picturesOf(options), maxSockets: MAX_SOCKETS });
    this.httpSessions = new HttpSessions({ ...shared, gateway: this.#gateway });
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (isLipsyncPath(request.url)) {
      this.#lipsync.handleUpgrade(request, socket, head).catch((error: unknown) => {
        this.options.onDefect(error, 'a LipSync session');
        socket.destroy();
      });
      return;
    }
    if (!isLivekitPath(request.url)) return this.#gateway.handleUpgrade(request, socket, head);
    this.#media
      .handleUpgrade(request, socket, head)
      .then((handled) => handled || this.#gateway.handleUpgrade(request, socket, head))
      .catch((error: unknown) => {
        this.options.onDefect(error, 'LiveKit signalling');
        socket.destroy();
      });
  }

  /** Loads what carries media, in parts: each begins when `quiet` resolves. */
  loadAhead(quiet: () => Promise<void>): Promise<void> {
    return this.#media.loadAhead(quiet);
  }

  /** Serves LiveKit's paths; false for any other request. */
  async handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    return isLivekitPath(request.url) && (await this.#media.handleRequest(request, response));
  }

  async close(): Promise<void> {
    this.#gateway.close();
    this.#lipsync.close();
    this.httpSessions.close();
    await this.#media.close();
  }
}

const isLivekitPath = (url = '/'): boolean => /^\/+(?:rtc|twirp)(?:[/?]|$)/.test(url);

function createMedia(world: World, options: RealtimeOptions): MediaLayer {
  if (options.media === 'simulated') return simulatedMedia(options.livekit);
  const random = world.anonymous().random.fork('media');
  const warnings = new Warnings(options.onWarning);
  return webrtcMedia({
    renderer: options.renderer,
    network: new MediaNetwork(options.ice, options.listensOn),
    onWarning: (warning) => warnings.report(warning),
    onRefused: (request) => noteRefusedToken(world, request),
    onSocket: (webSocket, connection) => watchUnfinished(webSocket, connection, world.messages),
    ids: () => random.id(12),
    livekit: options.livekit,
  });
}

/** What makes LipSync pictures; `auto` is settled with the first session. */
function picturesOf({ media, renderer }: RealtimeOptions): () => ReadLipsyncPicture {
  if (media === 'simulated') return () => readSamePicture;
  let pictures: ReadLipsyncPicture | undefined;
  return () => (pictures ??= lipsyncPictures(settleRenderer(renderer)));
}
