import type { CredentialSource } from './credential.js';
import type { DialTarget } from './dial-url.js';
import { LocalError } from './errors.js';
import { imageMessage, promptMessage, type ModelState } from './session/applied-state.js';
import type { CapacityWait } from './session/redial.js';
import { Session } from './session/session.js';
import type { Platform, SessionEvents, SessionState } from './session/types.js';
import type { StateImage } from './signalling/messages.js';

/** Options of `createDecartClient`, by the SDK's names. */
export interface ClientOptions extends CredentialSource {
  readonly realtimeBaseUrl: string;
}

export interface Model {
  readonly name: string;
  readonly urlPath: string;
}

/** Options of `realtime.connect`, by the SDK's names. A picture is base64, or the id of a file (`file_…`). */
export interface ConnectOptions extends Pick<DialTarget, 'resolution' | 'speed' | 'queryParams'> {
  readonly model: Model;
  readonly onRemoteStream: (stream: never) => void;
  readonly onConnectionChange?: (state: SessionState) => void;
  readonly onQueuePosition?: (queue: SessionEvents['queuePosition']) => void;
  readonly onCapacityWait?: (wait: CapacityWait) => void;
  readonly initialState?: {
    readonly prompt?: { text: string; enhance?: boolean };
    readonly image?: string | null;
  };
  readonly retries?: number;
  readonly capacityRetryBudgetMs?: number;
  readonly remoteAudio?: boolean;
  readonly preferredVideoCodec?: string;
}

/** What `set` and `setImage` take beside the picture. */
interface PromptOptions {
  readonly prompt?: string;
  readonly enhance?: boolean;
}

/** A connected session, with the names of the SDK. */
export class RealtimeSession<Local> {
  constructor(readonly session: Session<Local>) {}

  on<Name extends keyof SessionEvents>(name: Name, listener: (data: SessionEvents[Name]) => void): void {
    this.session.events.on(name, listener);
  }

  get sessionId(): string | null {
    return this.session.info?.sessionId ?? null;
  }

  /** What a viewer's `subscribe` takes. */
  get subscribeToken(): string | null {
    const { info } = this.session;
    return info ? btoa(JSON.stringify({ room_name: info.roomName })) : null;
  }

  getConnectionState(): SessionState {
    return this.session.state;
  }

  isConnected(): boolean {
    return this.session.state === 'connected' || this.session.state === 'generating';
  }

  setPrompt(prompt: string, { enhance = true } = {}): Promise<void> {
    return this.session.apply(promptMessage(prompt, enhance));
  }

  /** Replaces the whole state: an omitted picture or prompt is cleared. */
  set({ image = null, prompt, enhance = true }: PromptOptions & { image?: string | null }): Promise<void> {
    const message = imageMessage(imageOf(image), prompt === undefined ? null : { text: prompt, enhance });
    return this.session.apply({ ...message, enhance_prompt: enhance });
  }

  setImage(image: string | null, { prompt, enhance = true }: PromptOptions = {}): Promise<void> {
    return this.session.apply(
      imageMessage(imageOf(image), prompt === undefined ? null : { text: prompt, enhance }),
    );
  }

  disconnect(): void {
    this.session.disconnect();
  }
}

/** A client of one platform. It has the shape of the SDK as far as realtime sessions go. */
export const clientOn =
  <Local>(platform: Platform<Local>) =>
  (client: ClientOptions) => ({
    realtime: {
      /** @throws an `Error`, or a LocalError: INVALID_OPTIONS, INVALID_API_KEY, TOKEN_EXPIRED */
      async connect(local: Local | null, options: ConnectOptions): Promise<RealtimeSession<Local>> {
        check(options);
        const { model, initialState, remoteAudio, preferredVideoCodec, retries } = options;
        const { capacityRetryBudgetMs: capacityBudgetMs } = options;
        const session = new Session(platform, {
          target: {
            ...options,
            realtimeBaseUrl: client.realtimeBaseUrl,
            urlPath: model.urlPath,
            model: model.name,
          },
          credentials: client,
          initial: stateOf(initialState),
          local,
          remoteAudio,
          codec: preferredVideoCodec,
          ...(retries !== undefined && { retries }),
          ...(capacityBudgetMs !== undefined && { capacityBudgetMs }),
        });
        const { events } = session;
        events.direct('remoteStream', options.onRemoteStream as (stream: unknown) => void);
        if (options.onConnectionChange) events.direct('connectionChange', options.onConnectionChange);
        if (options.onQueuePosition) events.direct('queuePosition', options.onQueuePosition);
        if (options.onCapacityWait) events.direct('capacityWait', options.onCapacityWait);
        await session.connect();
        platform.clock.after(0, () => events.release());
        return new RealtimeSession(session);
      },
    },
  });

/** Every name is a model: the server decides. */
export const models = { realtime: (name: string): Model => ({ name, urlPath: '/v1/stream' }) };

function check({ retries = 0, speed }: ConnectOptions): void {
  const refused = (message: string): LocalError => new LocalError('INVALID_OPTIONS', message);
  if (!Number.isInteger(retries) || retries < 0)
    throw refused(`retries must be a whole number of 0 or more, not ${retries}.`);
  if (speed !== undefined && speed !== 'fast') throw refused(`speed must be "fast", not "${String(speed)}".`);
}

const imageOf = (image: string | null): StateImage =>
  image === null ? null : image.startsWith('file_') ? { ref: image } : { data: image };

function stateOf({ prompt, image }: ConnectOptions['initialState'] = {}): ModelState {
  return {
    ...(prompt && { prompt: { text: prompt.text, enhance: prompt.enhance ?? true } }),
    ...(image !== undefined && { image: imageOf(image) }),
  };
}
